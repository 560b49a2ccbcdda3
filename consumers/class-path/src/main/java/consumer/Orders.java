package consumer;

import dev.muster.group.Attempt;
import dev.muster.group.ExceptionGroup;
import dev.muster.scope.Policy;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What an application would do with scopes and groups. */
public final class Orders {
    private Orders() {}

    public static String price() throws InterruptedException {
        return TaskScope.call(scope -> {
            Task<Integer> price = scope.fork("price", () -> 40);
            Task<Integer> tax = scope.fork("tax", () -> 2);
            scope.join();
            return "to pay: " + (price.result() + tax.result());
        });
    }

    public static void refused() throws InterruptedException {
        TaskScope.named("refused").policy(Policy.collectAll()).run(scope -> {
            scope.fork("stock", () -> {
                throw new FileNotFoundException("no stock list");
            });
            scope.fork("card", () -> {
                throw new IllegalStateException("card refused");
            });
            scope.fork("log", () -> {});
        });
    }

    /** The first failure cancels a task that would wait for ever. */
    public static void failFast() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        TaskScope.run(scope -> {
            scope.fork("waiting", () -> never.await());
            scope.fork("failing", () -> {
                throw new IOException("line is down");
            });
        });
    }

    public static String withFallback() throws InterruptedException {
        return Attempt.<String, InterruptedException>of(() -> {
                    refused();
                    return "all done";
                })
                .recover(IOException.class, files -> "without " + files.leaves().get(0).getMessage())
                .on(IllegalStateException.class, cards -> {})
                .orElse("nothing");
    }

    public static List<Throwable> problemsBeyondFiles(ExceptionGroup group) {
        ExceptionGroup.Split split = group.split(IOException.class);
        return split.rest().map(ExceptionGroup::leaves).orElse(List.of());
    }
}
