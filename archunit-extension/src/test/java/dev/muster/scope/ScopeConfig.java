package dev.muster.scope;

/** Stands in for the type of this name, which the rules know by its name alone: core is tested with these rules. */
public final class ScopeConfig {
    public void run(TaskScope.VoidBody body) throws InterruptedException {
        throw new UnsupportedOperationException();
    }
}
