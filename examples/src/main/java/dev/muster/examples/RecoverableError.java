package dev.muster.examples;

import java.io.Serial;

/** A failure that a default value makes up for. */
public final class RecoverableError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public RecoverableError(String message) {
        super(message);
    }
}
