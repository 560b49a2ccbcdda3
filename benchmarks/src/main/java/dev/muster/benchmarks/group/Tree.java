package dev.muster.benchmarks.group;

import dev.muster.group.ExceptionGroup;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A tree in which every second leaf is of the type that the benchmarks ask for. Leaves have no stack trace, as those of
 * Python have none before they are raised.
 */
@State(Scope.Benchmark)
public class Tree {
    private static final int FAN_OUT = 10;

    /** How many leaves the tree has. */
    @Param({"1", "10", "1000", "1000000"})
    public int leaves;

    /** One group of all leaves, or groups of ten in groups of ten. */
    @Param({"flat", "nested"})
    public String shape;

    List<Throwable> members;
    ExceptionGroup group;

    /** Makes the tree. */
    @Setup(Level.Trial)
    public void make() {
        members = new ArrayList<>();
        for (int i = 0; i < leaves; i++) {
            members.add(i % 2 == 0 ? new Wanted() : new Other());
        }
        while (shape.equals("nested") && members.size() > FAN_OUT) {
            List<Throwable> groups = new ArrayList<>();
            for (int i = 0; i < members.size(); i += FAN_OUT) {
                groups.add(ExceptionGroup.of("inner", members.subList(i, Math.min(i + FAN_OUT, members.size()))));
            }
            members = groups;
        }
        group = ExceptionGroup.of("root", members);
    }

    /** Every second leaf. */
    static final class Wanted extends Exception {
        private static final long serialVersionUID = 1L;

        Wanted() {
            super(null, null, false, false);
        }
    }

    /** The leaves between. */
    static final class Other extends Exception {
        private static final long serialVersionUID = 1L;

        Other() {
            super(null, null, false, false);
        }
    }

    /** The type of no leaf. */
    static final class Absent extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
