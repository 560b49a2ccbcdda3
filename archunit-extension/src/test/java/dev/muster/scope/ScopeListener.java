package dev.muster.scope;

/** Stands in for the type of this name, which the rules know by its name alone: core is tested with these rules. */
public interface ScopeListener {
    default void scopeOpened(TaskScope scope) {}
}
