package dev.muster.examples;

import java.io.Serial;

/** A value of the right type that makes no sense, such as an age of -3. */
public final class ValueError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public ValueError(String message) {
        super(message);
    }
}
