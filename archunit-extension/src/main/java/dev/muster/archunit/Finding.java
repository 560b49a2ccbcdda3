package dev.muster.archunit;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.SourceCodeLocation;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/** Takes what a rule finds in a class. */
final class Finding {
    private final JavaClass type;
    private final ConditionEvents events;
    private final Set<String> texts = new HashSet<>();

    private Finding(JavaClass type, ConditionEvents events) {
        this.type = type;
        this.events = events;
    }

    /** A condition that is violated by all that a search finds outside of the places where it is allowed. */
    static ArchCondition<JavaClass> none(String description, Places allowed, BiConsumer<JavaClass, Finding> search) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!allowed.include(type)) {
                    search.accept(type, new Finding(type, events));
                }
            }
        };
    }

    /** ArchUnit's own description of an access says all. */
    void add(JavaAccess<?> access) {
        events.add(SimpleConditionEvent.violated(access, access.getDescription()));
    }

    void add(Code code, int offset, String what) {
        add(code.describe(type) + " " + what, code.line(offset));
    }

    void add(String text, int line) {
        String whole = text + " in " + SourceCodeLocation.of(type, line);
        // compilers copy a finally block to each way out
        if (texts.add(whole)) {
            events.add(SimpleConditionEvent.violated(type, whole));
        }
    }
}
