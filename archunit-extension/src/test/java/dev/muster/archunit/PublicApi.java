package dev.muster.archunit;

import dev.muster.scope.ScopeListener;
import dev.muster.scope.TaskScope;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;

/** Lets scopes out in each of its methods; public as the methods are. */
public abstract class PublicApi {
    TaskScope returned() {
        return TaskScope.open();
    }

    Optional<TaskScope> held() {
        return Optional.empty();
    }

    Supplier<List<? extends TaskScope>> held_deeper() {
        return List::of;
    }

    TaskScope[] several() {
        return new TaskScope[0];
    }

    public void taken(String name, TaskScope scope) {}

    protected <S extends TaskScope> void taken_as_a_variable(S scope) {}

    /** Muster calls it. */
    public static class Listener implements ScopeListener {
        @Override
        public void scopeOpened(TaskScope scope) {}
    }

    /** Muster calls it. */
    public static class Body implements TaskScope.VoidBody {
        @Override
        public void run(TaskScope scope) {}
    }

    /** JUnit calls it. */
    public static class Fixture {
        @BeforeEach
        public void takes_a_scope(TaskScope scope) {}
    }
}
