package dev.muster.assertj;

import java.util.function.Consumer;
import org.assertj.core.api.AbstractSoftAssertions;
import org.assertj.core.api.SoftAssertionsProvider;
import org.assertj.core.api.StandardSoftAssertionsProvider;

/**
 * AssertJ's soft assertions and those for groups and tasks in one: all that fail are reported together, at the end.
 *
 * <pre>{@code
 * SoftGroupAssertions.assertSoftly(softly -> {
 *     softly.assertThatGroup(thrown).hasMessage("multiple errors");
 *     softly.assertThatTask(task).failedWith(ValueError.class);
 * });
 * }</pre>
 *
 * <p>AssertJ's JUnit extension injects it as it injects its own.
 */
public class SoftGroupAssertions extends AbstractSoftAssertions
        implements StandardSoftAssertionsProvider, SoftGroupAssertionsProvider {
    /** Creates soft assertions to which {@link #assertAll()} puts an end. */
    public SoftGroupAssertions() {}

    /** Runs soft assertions and reports all that failed. */
    public static void assertSoftly(Consumer<SoftGroupAssertions> softly) {
        SoftAssertionsProvider.assertSoftly(SoftGroupAssertions.class, softly);
    }
}
