package dev.muster.examples;

import java.io.Serial;

/** A failure that somebody must hear of. */
public final class CriticalError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public CriticalError(String message) {
        super(message);
    }
}
