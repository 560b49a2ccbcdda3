package dev.muster.junit;

import dev.muster.scope.Policy;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** All settings as they are for one method. */
record Settings(
        Policy policy,
        TaskScoped.Failures failures,
        Timeout joinTimeout,
        Timeout grace,
        TaskScoped.Threads threads,
        TaskScoped.Leaks leaks,
        TaskScoped.Dump dump,
        TaskScoped.Files files) {

    static Settings of(TaskScopeExtension.@Nullable Builder given, @Nullable Method method, ExtensionContext context) {
        List<Place> places = given != null
                ? List.of()
                : Place.around(method, context.getTestClass().orElse(null));
        TaskScopeExtension.Builder code = given == null ? TaskScopeExtension.builder() : given;
        return new Settings(
                code.policy.orElseGet(() -> policy(value(Setting.POLICY, places, context))),
                code.failures.orElseGet(() -> value(Setting.FAILURES, places, context)),
                code.joinTimeout.orElseGet(() -> value(Setting.JOIN_TIMEOUT, places, context)),
                code.grace.orElseGet(() -> value(Setting.GRACE, places, context)),
                code.threads.orElseGet(() -> value(Setting.THREADS, places, context)),
                code.leaks.orElseGet(() -> value(Setting.LEAKS, places, context)),
                code.dump.orElseGet(() -> value(Setting.DUMP, places, context)),
                code.files.orElseGet(() -> value(Setting.FILES, places, context)));
    }

    private static <T> T value(Setting<T> setting, List<Place> places, ExtensionContext context) {
        for (Place each : places) {
            Optional<T> value = each.value(setting);
            if (value.isPresent()) {
                return value.get();
            }
        }
        return context.getConfigurationParameter(setting.parameter())
                .map(text -> setting.read(text, "configuration parameter " + setting.parameter()))
                .orElse(setting.standard());
    }

    private static Policy policy(TaskScoped.Cancel when) {
        return when == TaskScoped.Cancel.FAIL_FAST ? Policy.failFast() : Policy.collectAll();
    }
}
