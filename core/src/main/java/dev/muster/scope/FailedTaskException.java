package dev.muster.scope;

/**
 * Thrown on reading the result of a failed task. It stands for a failure that the task's scope reports already, which is
 * why scopes that end by it do not report it too.
 */
final class FailedTaskException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final transient ForkedTask<?> task;

    FailedTaskException(ForkedTask<?> task, Throwable failure) {
        super(task + " failed: it has no result; ask exception() for the failure", failure);
        this.task = task;
    }

    /** Says whether the scope, or one that it is nested in, reports the failure. */
    boolean isReportedAround(ScopeImpl scope) {
        for (ScopeImpl each = scope; each != null; each = each.parent()) {
            if (task != null && task.scope == each) {
                return true;
            }
        }
        return false;
    }
}
