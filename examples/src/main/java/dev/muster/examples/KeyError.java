package dev.muster.examples;

import java.io.Serial;

/** A key that nothing is known for. */
public final class KeyError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public KeyError(String message) {
        super(message);
    }
}
