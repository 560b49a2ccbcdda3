package dev.muster.junit;

import java.io.Serial;

/** Shows, beside a timeout, where the tasks of the test were. */
final class TasksAtTimeoutException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    TasksAtTimeoutException(String what, String tree) {
        super(what + System.lineSeparator() + tree, null, false, false);
    }
}
