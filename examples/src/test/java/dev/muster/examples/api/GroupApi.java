package dev.muster.examples.api;

import dev.muster.group.Attempt;
import dev.muster.group.ExceptionGroup;
import dev.muster.group.TreeFormat;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Only compiled. */
final class GroupApi {
    private GroupApi() {}

    static final class OrderFailures extends ExceptionGroup {
        private static final long serialVersionUID = 1;

        OrderFailures(String message, Collection<? extends Throwable> members) {
            super(message, members);
        }

        @Override
        protected OrderFailures derive(List<Throwable> members) {
            return new OrderFailures(message(), members);
        }

        Object stored() {
            return writeReplace();
        }
    }

    static void groups(Exception cause, List<? extends Exception> several, Predicate<Object> broad) throws IOException {
        ExceptionGroup group = ExceptionGroup.of("message", cause, new Error());
        group = ExceptionGroup.of("message", several);

        String message = group.message();
        List<Throwable> members = group.exceptions();
        List<Throwable> leaves = group.leaves();
        List<IOException> ofOneType = group.leaves(IOException.class);

        ExceptionGroup.Split split = group.split(IOException.class);
        split = group.split(IOException.class, Error.class, TimeoutException.class);
        split = group.split(broad);
        split = group.split(leaf -> leaf instanceof Error);
        Optional<ExceptionGroup> matching = split.matching();
        Optional<ExceptionGroup> rest = split.rest();
        split = new ExceptionGroup.Split(matching, rest);
        Optional<ExceptionGroup> part = group.subgroup(IOException.class);
        part = group.subgroup(IOException.class, Error.class, TimeoutException.class);
        part = group.subgroup(broad);

        ExceptionGroup noted = group.addNote("note").addNote(message);
        List<String> notes = noted.notes();
        Optional<String> label = group.label(0);
        Optional<String> remark = group.remark(0);
        Optional<Throwable> first = group.firstFailure();
        Throwable collapsed = group.collapse();
        ExceptionGroup flat = group.flatten();
        ExceptionGroup caused = group.initCause(cause);
        RuntimeException unchecked = caused;
        group.<IOException>throwIfAny(IOException.class);
        throw group;
    }

    static void inherited(ExceptionGroup group, PrintStream stream, PrintWriter writer) {
        String text = group.getMessage() + group.toString();
        Throwable cause = group.getCause();
        group.setStackTrace(new StackTraceElement[0]);
        group.printStackTrace(stream);
        group.printStackTrace(writer);
    }

    static void builder(Exception failure) {
        ExceptionGroup.Builder builder = ExceptionGroup.builder("message")
                .add(failure)
                .add("label", failure)
                .asFirstFailure()
                .add("label", failure, "remark");
        boolean empty = builder.isEmpty();
        ExceptionGroup group = builder.build();
        builder.throwIfAny();
    }

    static void format(Throwable any, Predicate<StackTraceElement> ours) {
        TreeFormat format = TreeFormat.standard().width(1).depth(1).frames(ours).withoutFrames();
        String tree = format.format(any);
    }

    static Integer valueOfOneCheckedType() throws IOException {
        Attempt<Integer, IOException> attempt = Attempt.of(GroupApi::length);
        attempt = attempt.on(Error.class, group -> log(group))
                .on(
                        group -> {
                            throw new FileNotFoundException();
                        },
                        Error.class,
                        TimeoutException.class)
                .on(leaf -> leaf instanceof Error, group -> log(group))
                .recover(Error.class, group -> group.leaves().size())
                .recover(group -> length(), Error.class, TimeoutException.class)
                .recover(leaf -> leaf instanceof Error, group -> 1);
        Optional<Integer> result = attempt.result();
        return attempt.orElse(0);
    }

    static void nothingIsChecked() {
        Attempt.of(() -> log("body")).on(Error.class, GroupApi::log).execute();
        int size = Attempt.of(() -> 1).recover(Error.class, group -> 2).orElse(3);
        String supplied = Attempt.of(() -> "body").result().orElseThrow();
    }

    static void flowsFromTheBody() throws InterruptedException {
        Attempt.of(() -> new CountDownLatch(0).await())
                .on(IOException.class, GroupApi::log)
                .execute();
    }

    static void byHand(ExceptionGroup group) throws IOException, TimeoutException, InterruptedException {
        Attempt.Body<String, IOException> body = () -> "value";
        Attempt.Action<TimeoutException> action = () -> {};
        Attempt.Handler<IOException> handler = GroupApi::log;
        Attempt.Recovery<String, InterruptedException> recovery = ExceptionGroup::message;
        String value = body.call();
        action.run();
        handler.handle(group);
        value = recovery.recover(group);
    }

    private static int length() throws IOException {
        throw new IOException();
    }

    private static void log(Object what) {}
}
