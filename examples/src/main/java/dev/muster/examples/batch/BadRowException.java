package dev.muster.examples.batch;

import java.io.Serial;

/** A line that cannot be made a row. */
public final class BadRowException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    BadRowException(String message) {
        super(message);
    }
}
