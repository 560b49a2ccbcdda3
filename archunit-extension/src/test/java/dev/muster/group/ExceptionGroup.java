package dev.muster.group;

import java.util.List;

/** Stands in for the type of this name, which the rules know by its name alone: core is tested with these rules. */
public class ExceptionGroup extends RuntimeException {
    private static final long serialVersionUID = 1;

    public List<Throwable> exceptions() {
        return List.of();
    }
}
