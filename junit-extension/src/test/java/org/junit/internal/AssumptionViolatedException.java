package org.junit.internal;

import java.io.Serial;

/** Stands in for JUnit 4's class, since with the real one Surefire runs another engine. */
public class AssumptionViolatedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public AssumptionViolatedException(String message) {
        super(message);
    }
}
