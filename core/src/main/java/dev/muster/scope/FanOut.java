package dev.muster.scope;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.ScopeConfig.Each;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One task for each of several inputs, and what to make of their outcomes. */
final class FanOut<I, R extends @Nullable Object> {
    private final ScopeConfig config;
    private final List<I> inputs;
    private final Each<? super I, ? extends R> work;

    FanOut(ScopeConfig config, Collection<? extends I> inputs, Each<? super I, ? extends R> work) {
        Objects.requireNonNull(inputs, "inputs is null: give what the work shall be done for");
        Objects.requireNonNull(work, "work is null: give what shall be done for each input");
        this.config = config;
        this.inputs = new ArrayList<>(inputs);
        this.work = work;
        for (int i = 0; i < this.inputs.size(); i++) {
            int place = i + 1;
            Objects.requireNonNull(
                    this.inputs.get(i),
                    () -> "input " + place + " of " + this.inputs.size() + " is null: leave it out");
        }
    }

    private Task<R> fork(TaskScope scope, I input) {
        String name = input.toString();
        return name == null || name.isBlank()
                ? scope.fork(() -> work.apply(input))
                : scope.fork(name, () -> work.apply(input));
    }

    List<R> all() throws InterruptedException {
        return config.call(scope -> {
            List<Task<R>> tasks = new ArrayList<>();
            inputs.forEach(input -> tasks.add(fork(scope, input)));
            scope.join();
            List<R> results = new ArrayList<>();
            tasks.forEach(task -> results.add(task.result()));
            return Collections.unmodifiableList(results);
        });
    }

    Settled<I, R> allSettled() throws InterruptedException {
        Set<I> seen = new HashSet<>();
        for (I input : inputs) {
            if (!seen.add(input)) {
                throw new IllegalArgumentException(
                        "inputs holds \"" + input + "\" twice: outcomes are told by input, so give each only once");
            }
        }
        return config.policy(Policy.collectAll()).call(scope -> {
            Map<I, Task<R>> tasks = new LinkedHashMap<>();
            inputs.forEach(input -> tasks.put(input, fork(scope, input)));
            try {
                scope.join();
                return new Settled<>(tasks, null);
            } catch (ExceptionGroup failures) {
                return new Settled<>(tasks, failures);
            }
        });
    }

    R firstSuccess() throws InterruptedException {
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("inputs is empty: give at least one, since none could succeed");
        }
        AtomicReference<@Nullable Task<?>> winner = new AtomicReference<>();
        Policy untilFirst = ended -> ended.state() == Task.State.SUCCEEDED && winner.compareAndSet(null, ended);
        return config.policy(untilFirst).call(scope -> {
            List<Task<R>> tasks = new ArrayList<>();
            inputs.forEach(input -> tasks.add(fork(scope, input)));
            try {
                scope.join();
            } catch (ExceptionGroup failures) {
                if (winner.get() == null) {
                    throw failures;
                }
            }
            for (Task<R> task : tasks) {
                if (task == winner.get()) {
                    return task.result();
                }
            }
            throw new IllegalStateException("no task succeeded: "
                    + scope.cancelReason()
                            .map(reason -> scope.name() + " was cancelled: " + reason)
                            .orElse("none failed"));
        });
    }
}
