package dev.muster.assertj;

import java.util.List;
import org.assertj.core.api.ThrowingConsumer;
import org.jspecify.annotations.Nullable;

/** Accepts whatever passes some assertions, leaf or group. */
final class AnyMatcher extends FailureMatcher<Throwable> {
    private AnyMatcher(List<Trait<? super Throwable>> traits, @Nullable String description) {
        super(Throwable.class, traits, description);
    }

    static FailureMatcher<Throwable> satisfying(ThrowingConsumer<? super Throwable> assertions, String description) {
        return new AnyMatcher(List.of(), description).satisfying(assertions);
    }

    @Override
    FailureMatcher<Throwable> copy(List<Trait<? super Throwable>> traits, @Nullable String description) {
        return new AnyMatcher(traits, description);
    }

    @Override
    Verdict test(Found found) {
        return testTraits(found.throwable(), found);
    }

    @Override
    String noun() {
        return "anything";
    }
}
