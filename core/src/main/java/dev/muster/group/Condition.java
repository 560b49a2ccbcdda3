package dev.muster.group;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** Makes conditions on leaves, and refuses those that could only ask about groups. */
final class Condition {

    private Condition() {}

    static Predicate<Throwable> of(Predicate<? super Throwable> condition) {
        Objects.requireNonNull(condition, "condition is null: give a test for leaves");
        return condition::test;
    }

    static Predicate<Throwable> type(Class<? extends Throwable> type) {
        requireLeafType(type);
        return type::isInstance;
    }

    static Predicate<Throwable> anyOf(Class<? extends Throwable> type, List<Class<? extends Throwable>> more) {
        if (more.isEmpty()) {
            return type(type);
        }
        requireLeafType(type);
        more.forEach(Condition::requireLeafType);
        return leaf -> {
            if (type.isInstance(leaf)) {
                return true;
            }
            for (Class<?> other : more) {
                if (other.isInstance(leaf)) {
                    return true;
                }
            }
            return false;
        };
    }

    static void requireLeafType(Class<?> type) {
        Objects.requireNonNull(type, "type is null: name the type of the leaves");
        if (ExceptionGroup.class.isAssignableFrom(type)) {
            throw new IllegalArgumentException(type.getName()
                    + " is a group type, and conditions test leaves, never groups: name the type of the leaves,"
                    + " or use a predicate");
        }
    }
}
