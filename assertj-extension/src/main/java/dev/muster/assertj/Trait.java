package dev.muster.assertj;

import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a matcher asks for beside the type.
 *
 * @param phrase how the matcher's description names it
 * @param text the condition on the throwable's text, where it is one
 * @param check says in what a throwable differs
 */
record Trait<E>(String phrase, @Nullable Predicate<@Nullable String> text, Check<? super E> check) {

    interface Check<E> {
        /** Returns the difference, or null if there is none. */
        @Nullable
        Supplier<String> difference(E throwable, Found found) throws Throwable;
    }

    static Trait<Throwable> text(String phrase, Predicate<@Nullable String> condition) {
        return text(phrase, condition, actual -> "its message is " + Words.quoted(actual));
    }

    static Trait<Throwable> message(String expected) {
        return text(
                "with message " + Words.quoted(expected),
                expected::equals,
                actual -> "its message " + Words.isNot(actual, expected));
    }

    static Trait<Throwable> text(
            String phrase, Predicate<@Nullable String> condition, Describe<@Nullable String> describe) {
        return new Trait<>(phrase, condition, (throwable, found) -> {
            String actual = Words.text(throwable);
            return condition.test(actual) ? null : () -> describe.difference(actual);
        });
    }

    interface Describe<T extends @Nullable Object> {
        String difference(T actual);
    }

    static <E> Trait<E> other(String phrase, Check<? super E> check) {
        return new Trait<>(phrase, null, check);
    }
}
