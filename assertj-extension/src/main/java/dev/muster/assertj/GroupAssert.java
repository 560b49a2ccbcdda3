package dev.muster.assertj;

import dev.muster.group.ExceptionGroup;
import org.jspecify.annotations.Nullable;

/** The assertions for any exception group, made by {@link GroupAssertions#assertThatGroup}. */
public class GroupAssert extends AbstractGroupAssert<GroupAssert, ExceptionGroup> {
    /** For AssertJ, which makes soft assertions by it; tests use {@link GroupAssertions#assertThatGroup}. */
    public GroupAssert(@Nullable ExceptionGroup actual) {
        super(actual, GroupAssert.class);
    }
}
