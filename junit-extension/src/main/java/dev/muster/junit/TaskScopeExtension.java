package dev.muster.junit;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.Policy;
import dev.muster.scope.TaskScope;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.PreInterruptCallback;
import org.junit.jupiter.api.extension.PreInterruptContext;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/**
 * The extension behind {@link TaskScoped}, for those who register it themselves:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final TaskScopeExtension SCOPES = TaskScopeExtension.builder().policy(Policy.failFast()).build();
 * }</pre>
 *
 * <p>Without settings of its own, as in {@code @ExtendWith(TaskScopeExtension.class)}, it takes them from
 * {@link TaskScoped} annotations and JUnit's configuration parameters. One made by the {@link #builder() builder} is
 * configured by it, and what the builder leaves open by the configuration parameters. A test has one such extension:
 * another beside it is an error.
 *
 * <p><b>Threads.</b> One instance serves any number of tests at once.
 */
public final class TaskScopeExtension
        implements ParameterResolver,
                InvocationInterceptor,
                PreInterruptCallback,
                AfterTestExecutionCallback,
                AfterEachCallback,
                AfterAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(TaskScopeExtension.class);

    private final @Nullable Builder given;

    /** Creates an extension that is configured by annotations and configuration parameters; for JUnit. */
    public TaskScopeExtension() {
        given = null;
    }

    private TaskScopeExtension(Builder given) {
        this.given = given;
    }

    /** Returns a builder for an extension that is configured in code. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getParameter().getType() != TaskScope.class) {
            return false;
        }
        ensureOnlyOne(context);
        return true;
    }

    @Override
    public TaskScope resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getDeclaringExecutable() instanceof Constructor<?> constructor) {
            throw new ParameterResolutionException("the constructor of "
                    + constructor.getDeclaringClass().getName()
                    + " wants a TaskScope, but each method has a scope of its own: let the method have the parameter");
        }
        return new ScopeHandle(ScopeName.of(parameter.getDeclaringExecutable(), context));
    }

    @Override
    public void interceptBeforeAllMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        inScope(invocation, method, context);
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        inScope(invocation, method, context);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        inScope(invocation, method, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        inScope(invocation, method, context);
    }

    @Override
    public <T extends @Nullable Object> T interceptTestFactoryMethod(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        // for the dynamic tests, which JUnit runs when the factory has returned
        context.getStore(NAMESPACE).put(Handles.class, Handles.among(method.getArguments()));
        return inScope(invocation, method, context);
    }

    @Override
    public void interceptDynamicTest(
            Invocation<Void> invocation, DynamicTestInvocationContext test, ExtensionContext context) throws Throwable {
        ExtensionContext factory = context;
        while (factory.getTestMethod().isEmpty() && factory.getParent().isPresent()) {
            factory = factory.getParent().get();
        }
        ensureOnlyOne(factory);
        Settings settings = Settings.of(given, factory.getTestMethod().orElse(null), factory);
        Handles handles = factory.getStore(NAMESPACE).getOrDefault(Handles.class, Handles.class, Handles.NONE);
        watch(factory)
                .callOneOfMany(ScopedRun.ofDynamicTest(context.getDisplayName(), settings, handles.all), invocation);
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        inScope(invocation, method, context);
    }

    @Override
    public void interceptAfterAllMethod(
            Invocation<Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        inScope(invocation, method, context);
    }

    private <T extends @Nullable Object> T inScope(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        ensureOnlyOne(context);
        Settings settings = Settings.of(given, method.getExecutable(), context);
        ScopedRun run = ScopedRun.ofMethod(
                ScopeName.of(method.getExecutable(), context), settings, Handles.among(method.getArguments()).all);
        if (run.isWatched()) {
            context.getRoot()
                    .getStore(NAMESPACE)
                    .getOrComputeIfAbsent(StrayHandler.class, key -> StrayHandler.install());
        }
        return watch(context).call(run, invocation);
    }

    private static TestWatch watch(ExtensionContext context) {
        // a store shows what is in its parent's too, and a test's watch is not that of its class
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        "watch of " + context.getUniqueId(),
                        key -> new TestWatch(context.getDisplayName()),
                        TestWatch.class);
    }

    /** Adds the tree of open scopes to the failure that JUnit's {@code @Timeout} leads to. */
    @Override
    public void beforeThreadInterrupt(PreInterruptContext interrupt, ExtensionContext context) throws Exception {
        String tree = watch(context).openScopes();
        if (!tree.isEmpty()) {
            // what this callback throws is suppressed in the failure, which is where a reader looks
            throw new TasksAtTimeoutException("at the timeout the tasks were here", tree);
        }
    }

    @Override
    public void afterTestExecution(ExtensionContext context) throws Exception {
        endAbandonedRuns(context);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        end(context);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        end(context);
    }

    private static void endAbandonedRuns(ExtensionContext context) throws Exception {
        try {
            watch(context).endAbandonedRuns(context.getExecutionException().orElse(null));
        } catch (Throwable lost) {
            TaskScopeExtension.<Exception>rethrow(lost);
        }
    }

    private static void end(ExtensionContext context) throws Exception {
        TestWatch watch = watch(context);
        Throwable left = null;
        try {
            // those of lifecycle methods, and of tests that were looked at already
            watch.endAbandonedRuns(context.getExecutionException().orElse(null));
        } catch (Throwable lost) {
            left = lost;
        }
        try {
            watch.endThreads();
        } catch (Throwable thrown) {
            left = left == null ? thrown : ExceptionGroup.of("the test left more than one thing behind", left, thrown);
        }
        Throwable failure = context.getExecutionException().orElse(left == null ? watch.lastFailure() : left);
        if (failure != null && !Verdict.isAborted(failure)) {
            List<ScopeTrace> scopes = watch.scopesForFiles();
            if (!scopes.isEmpty()) {
                TestFiles.publish(context, scopes, failure);
            }
        }
        if (left != null) {
            TaskScopeExtension.<Exception>rethrow(left);
        }
    }

    @SuppressWarnings("unchecked") // JUnit takes any throwable; its callbacks declare Exception
    private static <X extends Throwable> void rethrow(Throwable throwable) throws X {
        throw (X) throwable;
    }

    /** The scopes among the arguments of a method. */
    private record Handles(List<ScopeHandle> all) {
        static final Handles NONE = new Handles(List.of());

        static Handles among(List<Object> arguments) {
            return new Handles(arguments.stream()
                    .filter(ScopeHandle.class::isInstance)
                    .map(ScopeHandle.class::cast)
                    .toList());
        }
    }

    private void ensureOnlyOne(ExtensionContext context) {
        Object first = context.getStore(NAMESPACE).getOrComputeIfAbsent("extension", key -> this);
        if (first != this) {
            throw new ExtensionConfigurationException("two TaskScopeExtensions apply to " + context.getDisplayName()
                    + ": register one, by @TaskScoped, by @ExtendWith or by @RegisterExtension");
        }
    }

    /**
     * Collects settings; those that are not given come from JUnit's configuration parameters. For one thread.
     */
    public static final class Builder {
        Optional<Policy> policy = Optional.empty();
        Optional<TaskScoped.Failures> failures = Optional.empty();
        Optional<Timeout> joinTimeout = Optional.empty();
        Optional<Timeout> grace = Optional.empty();
        Optional<TaskScoped.Threads> threads = Optional.empty();
        Optional<TaskScoped.Leaks> leaks = Optional.empty();
        Optional<TaskScoped.Dump> dump = Optional.empty();
        Optional<TaskScoped.Files> files = Optional.empty();

        private Builder() {}

        private Builder(Builder other) {
            policy = other.policy;
            failures = other.failures;
            joinTimeout = other.joinTimeout;
            grace = other.grace;
            threads = other.threads;
            leaks = other.leaks;
            dump = other.dump;
            files = other.files;
        }

        /** Sets when scopes cancel their tasks. */
        public Builder policy(Policy policy) {
            Objects.requireNonNull(policy, "policy is null: choose Policy.failFast(), Policy.collectAll() or your own");
            this.policy = Optional.of(policy);
            return this;
        }

        /** Sets how several failures are reported; {@code INHERITED} leaves it to the configuration parameters. */
        public Builder failures(TaskScoped.Failures failures) {
            this.failures = unlessInherited("failures", failures);
            return this;
        }

        /**
         * Sets how long the join waits for tasks.
         *
         * @throws IllegalArgumentException if the time is zero, negative or longer than 10,000 days
         */
        public Builder joinTimeout(Duration timeout) {
            joinTimeout = Optional.of(timeout("joinTimeout", timeout));
            return this;
        }

        /**
         * Sets how long a scope that was cancelled waits for tasks that ignore it.
         *
         * @throws IllegalArgumentException if the time is zero, negative or longer than 10,000 days
         */
        public Builder grace(Duration grace) {
            this.grace = Optional.of(timeout("grace", grace));
            return this;
        }

        private static Timeout timeout(String setting, Duration time) {
            Objects.requireNonNull(time, () -> setting + " is null: give a time, or leave it out for the default");
            if (time.isZero() || time.isNegative() || time.compareTo(Timeout.LONGEST) > 0) {
                throw new IllegalArgumentException(
                        setting + " is " + time + ": give a time longer than zero and of at most 10,000 days");
            }
            return new Timeout(time);
        }

        /** Sets what tasks run on; {@code INHERITED} leaves it to the configuration parameters. */
        public Builder threads(TaskScoped.Threads threads) {
            this.threads = unlessInherited("threads", threads);
            return this;
        }

        /** Sets what becomes of leaked threads; {@code INHERITED} leaves it to the configuration parameters. */
        public Builder leaks(TaskScoped.Leaks leaks) {
            this.leaks = unlessInherited("leaks", leaks);
            return this;
        }

        /** Sets whether the tree of tasks is shown; {@code INHERITED} leaves it to the configuration parameters. */
        public Builder dump(TaskScoped.Dump dump) {
            this.dump = unlessInherited("dump", dump);
            return this;
        }

        /** Sets whether tests publish files; {@code INHERITED} leaves it to the configuration parameters. */
        public Builder files(TaskScoped.Files files) {
            this.files = unlessInherited("files", files);
            return this;
        }

        private static <E extends Enum<E>> Optional<E> unlessInherited(String setting, E value) {
            Objects.requireNonNull(value, () -> setting + " is null: choose a constant, or leave it out");
            return Setting.isInherited(value) ? Optional.empty() : Optional.of(value);
        }

        /** Returns an extension with the settings given so far. */
        public TaskScopeExtension build() {
            return new TaskScopeExtension(new Builder(this));
        }
    }
}
