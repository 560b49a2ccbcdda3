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

    /** Says whether a throwable is nothing but the reading of a failure that the scope, or one around it, reports. */
    static boolean isCoveredBy(ScopeImpl scope, Throwable thrown) {
        if (!(thrown instanceof FailedTaskException read) || read.task == null || thrown.getSuppressed().length > 0) {
            return false;
        }
        ScopeImpl reporting = read.task.scope;
        for (ScopeImpl each = scope; each != null; each = each.parent()) {
            if (reporting == each) {
                return each == scope || !each.hasReported();
            }
        }
        return false;
    }
}
