package dev.muster.examples.checkout;

import java.io.IOException;
import java.io.Serial;

/** A service's no. */
public final class RefusedException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;

    RefusedException(int status, String reason) {
        super(status + " " + reason);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
