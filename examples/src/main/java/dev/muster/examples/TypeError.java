package dev.muster.examples;

import java.io.Serial;

/** A value of the wrong type. */
public final class TypeError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public TypeError(String message) {
        super(message);
    }
}
