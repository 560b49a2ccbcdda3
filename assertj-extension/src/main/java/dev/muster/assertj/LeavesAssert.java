package dev.muster.assertj;

import dev.muster.group.ExceptionGroup;
import org.assertj.core.api.InstanceOfAssertFactory;
import org.jspecify.annotations.Nullable;

/** The same assertions about the leaves. */
class LeavesAssert extends AbstractGroupAssert<LeavesAssert, ExceptionGroup> {
    static final InstanceOfAssertFactory<ExceptionGroup, LeavesAssert> FACTORY =
            new InstanceOfAssertFactory<>(ExceptionGroup.class, LeavesAssert::new);

    // assertj makes soft assertions by it
    public LeavesAssert(@Nullable ExceptionGroup actual) {
        super(actual, LeavesAssert.class, View.LEAVES);
    }
}
