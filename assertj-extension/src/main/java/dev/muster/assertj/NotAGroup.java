package dev.muster.assertj;

import dev.muster.group.ExceptionGroup;
import java.io.Serial;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/**
 * Stands where a group was expected and something else was found, until an assertion says so: the assertions can then
 * be typed to groups, and a description given after {@code assertThatGroup(...)} is part of the failure.
 */
final class NotAGroup extends ExceptionGroup {
    @Serial
    private static final long serialVersionUID = 1L;

    private final @Nullable Throwable found;
    private final transient Supplier<String> text;

    private NotAGroup(Throwable stand, @Nullable Throwable found, Supplier<String> text) {
        super("no group", List.of(stand));
        this.found = found;
        this.text = text;
    }

    /** The group itself, null for null, and otherwise a stand-in. */
    static @Nullable ExceptionGroup orGroup(@Nullable Throwable thrown) {
        return thrown == null || thrown instanceof ExceptionGroup
                ? (ExceptionGroup) thrown
                : new NotAGroup(thrown, thrown, () -> Report.bare(thrown));
    }

    static ExceptionGroup thrownBy(ThrowingCallable code) {
        Throwable thrown = thrown(code);
        return thrown == null
                ? absent("expected the code to throw an exception group, but nothing was thrown")
                : Objects.requireNonNull(orGroup(thrown));
    }

    // assertj's own catchThrowable answers in its own words, on its main branch, where nothing is thrown
    private static @Nullable Throwable thrown(ThrowingCallable code) {
        try {
            code.call();
            return null;
        } catch (Throwable thrown) {
            return thrown;
        }
    }

    /** For what an assertion navigates to where there is nothing; the navigation itself has failed with that text. */
    static ExceptionGroup absent(String text) {
        return new NotAGroup(new Absent(text), null, () -> System.lineSeparator() + text);
    }

    static Throwable absentLeaf(String text) {
        return new Absent(text);
    }

    @Nullable
    Throwable found() {
        return found;
    }

    String text() {
        return text.get();
    }

    @Override
    public String getMessage() {
        return found == null ? text().strip() : String.valueOf(found.getMessage());
    }

    @Override
    public String toString() {
        return found == null ? text().strip() : found.toString();
    }

    private static final class Absent extends Throwable {
        @Serial
        private static final long serialVersionUID = 1L;

        Absent(String text) {
            super(text, null, false, false);
        }
    }
}
