package dev.muster.examples.showcase;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Keeps a suite that fails on purpose out of every run but the showcase's own. */
final class OnlyInShowcase implements ExecutionCondition {
    static final String KEY = "muster.examples.showcase";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getConfigurationParameter(KEY).isPresent()
                ? ConditionEvaluationResult.enabled("this is the showcase")
                : ConditionEvaluationResult.disabled("it fails on purpose, and only the showcase wants that");
    }
}
