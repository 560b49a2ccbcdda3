package dev.muster.examples.chat;

import java.io.Serial;

/** A guest broke the rules of the room. */
public final class RudeGuestException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    RudeGuestException(String message) {
        super(message);
    }
}
