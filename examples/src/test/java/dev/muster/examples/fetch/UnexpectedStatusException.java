package dev.muster.examples.fetch;

import java.io.IOException;
import java.io.Serial;

/** An answer whose status says that there is no document in it. */
public final class UnexpectedStatusException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;

    public UnexpectedStatusException(int status) {
        super("the server answered " + status);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
