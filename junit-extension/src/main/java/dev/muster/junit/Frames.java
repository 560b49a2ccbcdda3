package dev.muster.junit;

import dev.muster.group.TreeFormat;
import java.util.List;

/** Which frames of a stack trace are of interest to the author of a test. */
final class Frames {
    // the same in every test
    private static final List<String> MACHINERY = List.of(
            "dev.muster.group.",
            "dev.muster.junit.",
            "dev.muster.scope.",
            "java.lang.Thread",
            "java.lang.reflect.",
            "java.lang.VirtualThread",
            "java.util.ArrayList",
            "java.util.concurrent.",
            "java.util.stream.",
            "jdk.internal.",
            "org.apache.maven.surefire.",
            "org.gradle.",
            "org.junit.");

    private static final TreeFormat TREE = TreeFormat.standard().frames(Frames::isOfTest);

    private Frames() {}

    static boolean isOfTest(StackTraceElement frame) {
        return MACHINERY.stream().noneMatch(frame.getClassName()::startsWith);
    }

    /** A throwable as a tree, with these frames only. */
    static String tree(Throwable thrown) {
        return TREE.format(thrown);
    }
}
