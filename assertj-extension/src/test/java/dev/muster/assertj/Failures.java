package dev.muster.assertj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What tests throw, and how they look at a failed assertion. */
@SuppressWarnings("serial") // never serialized
final class Failures {
    private Failures() {}

    static class ValueError extends Exception {
        ValueError(String message) {
            super(message);
        }
    }

    static class TypeError extends Exception {
        TypeError(String message) {
            super(message);
        }
    }

    static class KeyError extends RuntimeException {
        KeyError(String message) {
            super(message);
        }
    }

    static AssertionError failureOf(ThrowingCallable assertion) {
        AssertionError failure = catchThrowableOfType(AssertionError.class, assertion);
        assertThat(failure).as("the assertion was expected to fail").isNotNull();
        return failure;
    }

    static String textOf(ThrowingCallable assertion) {
        return failureOf(assertion).getMessage().replace(System.lineSeparator(), "\n");
    }
}
