package dev.muster.scope;

import java.util.concurrent.Callable;

/** Stands in for the type of this name, which the rules know by its name alone: core is tested with these rules. */
public interface TaskScope extends AutoCloseable {
    interface Body<T> {
        T call(TaskScope scope) throws Exception;
    }

    interface VoidBody {
        void run(TaskScope scope) throws Exception;
    }

    static void run(VoidBody body) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    static <T> T call(Body<T> body) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    static TaskScope open() {
        throw new UnsupportedOperationException();
    }

    <T> Callable<T> fork(Callable<T> work);

    void join() throws InterruptedException;

    @Override
    void close();
}
