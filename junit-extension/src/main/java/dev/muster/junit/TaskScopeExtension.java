package dev.muster.junit;

import dev.muster.scope.Policy;
import dev.muster.scope.TaskScope;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
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
public final class TaskScopeExtension implements ParameterResolver, InvocationInterceptor {
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
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        inScope(invocation, method, context);
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        inScope(invocation, method, context);
    }

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        inScope(invocation, method, context);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
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
            Invocation<@Nullable Void> invocation, DynamicTestInvocationContext test, ExtensionContext context)
            throws Throwable {
        ensureOnlyOne(context);
        Settings settings = Settings.of(given, context.getTestMethod().orElse(null), context);
        Handles ofFactory = context.getStore(NAMESPACE).getOrDefault(Handles.class, Handles.class, Handles.NONE);
        ScopedRun.ofDynamicTest(context.getDisplayName(), settings, ofFactory.all)
                .call(invocation);
    }

    @Override
    public void interceptAfterEachMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        inScope(invocation, method, context);
    }

    @Override
    public void interceptAfterAllMethod(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        inScope(invocation, method, context);
    }

    private <T extends @Nullable Object> T inScope(
            Invocation<T> invocation, ReflectiveInvocationContext<Method> method, ExtensionContext context)
            throws Throwable {
        ensureOnlyOne(context);
        Settings settings = Settings.of(given, method.getExecutable(), context);
        return ScopedRun.ofMethod(
                        ScopeName.of(method.getExecutable(), context),
                        settings,
                        Handles.among(method.getArguments()).all)
                .call(invocation);
    }

    /** The scopes among the arguments of a method. */
    private record Handles(List<ScopeHandle> all) {
        static final Handles NONE = new Handles(List.of());

        static Handles among(List<@Nullable Object> arguments) {
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
        private @Nullable Policy policy;
        private TaskScoped.@Nullable Failures failures;

        private Builder() {}

        private Builder(Builder other) {
            policy = other.policy;
            failures = other.failures;
        }

        /** Sets when scopes cancel their tasks. */
        public Builder policy(Policy policy) {
            this.policy = Objects.requireNonNull(
                    policy, "policy is null: choose Policy.failFast(), Policy.collectAll() or your own");
            return this;
        }

        /** Sets how several failures are reported; {@code INHERITED} leaves it to the configuration parameters. */
        public Builder failures(TaskScoped.Failures failures) {
            Objects.requireNonNull(failures, "failures is null: choose how several failures are reported");
            this.failures = failures == TaskScoped.Failures.INHERITED ? null : failures;
            return this;
        }

        /** Returns an extension with the settings given so far. */
        public TaskScopeExtension build() {
            return new TaskScopeExtension(new Builder(this));
        }

        Optional<Policy> policy() {
            return Optional.ofNullable(policy);
        }

        Optional<TaskScoped.Failures> failures() {
            return Optional.ofNullable(failures);
        }
    }
}
