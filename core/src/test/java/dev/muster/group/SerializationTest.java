package dev.muster.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.muster.group.Fixtures.OrderFailures;
import dev.muster.group.Fixtures.TypeError;
import dev.muster.group.Fixtures.ValueError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.lang.Runtime.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerializationTest {
    private final ValueError value = new ValueError("bad value");
    private final TypeError type = new TypeError("wrong type");

    /** An exception with something in it that cannot be serialized. */
    static class ConnectionError extends Exception {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // the point of it
        private final Object connection = new Object();

        ConnectionError(String message, @Nullable Throwable cause) {
            super(message, cause);
        }

        @Override
        public String toString() {
            return super.toString() + (connection == null ? " without a connection" : "");
        }
    }

    static class StatefulFailures extends ExceptionGroup {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // the point of it
        private final Object state;

        StatefulFailures(Object state, List<? extends Throwable> members) {
            super("stateful", members);
            this.state = state;
        }

        @Override
        protected ExceptionGroup derive(List<Throwable> members) {
            return new StatefulFailures(state, members);
        }
    }

    private static byte[] bytes(Object object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Object object(byte[] bytes) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("unchecked") // what comes back is what went in
    private static <T> T copy(T object) {
        return (T) object(bytes(object));
    }

    private static String text(Throwable throwable) {
        return TreeFormat.standard().width(1_000).format(throwable);
    }

    @Nested
    class OfSerializableTrees {
        private final ExceptionGroup group = ExceptionGroup.builder("orders")
                .add("user", value)
                .add("order", ExceptionGroup.of("inner", type, value).addNote("inner note"), "after the cancel")
                .asFirstFailure()
                .add(new OrderFailures("more", 42, List.of(type)))
                .build()
                .addNote("shop 7")
                .initCause(new IllegalStateException("why", new IOException("root")));

        @Test
        void keeps_all_that_a_report_shows() {
            group.addSuppressed(new IllegalStateException("beside"));

            assertThat(text(copy(group))).isEqualTo(text(group));
            assertThat(copy(group)).hasMessage(group.getMessage());
        }

        @Test
        void keeps_labels_remarks_and_the_first_failure() {
            ExceptionGroup copy = copy(group);

            assertThat(copy.label(0)).contains("user");
            assertThat(copy.remark(1)).contains("after the cancel");
            assertThat(copy.firstFailure()).containsSame(copy.exceptions().get(1));
            assertThat(copy.suppressedExtras()).isEmpty();
        }

        @Test
        void keeps_subclasses_and_their_state() {
            OrderFailures copy = (OrderFailures) copy(group).exceptions().get(2);

            assertThat(copy.code).isEqualTo(42);
            assertThat(copy(copy).code).isEqualTo(42);
        }

        @Test
        void keeps_an_instance_that_occurs_twice_one_instance() {
            ExceptionGroup copy = copy(ExceptionGroup.of("twice", value, value));

            assertThat(copy.exceptions().get(0)).isSameAs(copy.exceptions().get(1));
        }

        @Test
        void keeps_a_cause_that_leads_back_to_the_group() {
            ExceptionGroup circular = ExceptionGroup.of("circular", value);
            value.initCause(circular);

            ExceptionGroup copy = copy(circular);

            assertThat(copy.exceptions().get(0).getCause()).isSameAs(copy);
        }

        @Test
        void gives_a_group_that_can_be_split_and_attempted() {
            ExceptionGroup copy = copy(group);
            ExceptionGroup part = copy.subgroup(ValueError.class).orElseThrow();

            assertThat(part.label(1)).contains("order");
            assertThat(part.notes()).containsExactly("shop 7");
            assertThat(part.getStackTrace()).isEqualTo(group.getStackTrace());
            assertThat(part.getSuppressed()).hasSize(2);
            assertThatThrownBy(() -> Attempt.<RuntimeException>of(() -> {
                                throw copy;
                            })
                            .on(ValueError.class, matches -> {
                                throw matches;
                            })
                            .execute())
                    .isSameAs(copy);
        }

        @Test
        void works_for_an_exception_that_has_a_group_as_its_cause() {
            Exception outer = new IllegalStateException("outer", group);

            assertThat(text(copy(outer))).isEqualTo(text(outer));
        }
    }

    @Nested
    class OfTreesWithSomethingInTheWay {
        private static final String STAND_IN =
                "dev.muster.group.StandIn: dev.muster.group.SerializationTest$ConnectionError: ";

        @Test
        void puts_a_stand_in_for_the_member_and_keeps_the_others() {
            ConnectionError bad = new ConnectionError("refused", value);
            bad.addSuppressed(type);
            ExceptionGroup group = ExceptionGroup.builder("orders")
                    .add("user", bad)
                    .asFirstFailure()
                    .add("order", value)
                    .build()
                    .addNote("shop 7");

            ExceptionGroup copy = copy(group);

            Throwable standIn = copy.exceptions().get(0);
            assertThat(standIn).hasToString(STAND_IN + "refused");
            assertThat(standIn.getStackTrace()).isEqualTo(bad.getStackTrace());
            assertThat(standIn).cause().isInstanceOf(ValueError.class).hasMessage("bad value");
            assertThat(standIn.getSuppressed()[0]).isInstanceOf(TypeError.class);
            assertThat(copy.exceptions().get(1)).isSameAs(standIn.getCause());
            assertThat(copy.label(0)).contains("user");
            assertThat(copy.notes()).containsExactly("shop 7");
            assertThat(copy.firstFailure()).containsSame(standIn);
            assertThat(copy.getSuppressed()).containsExactlyElementsOf(copy.exceptions());
            assertThat(copy.getStackTrace()).isEqualTo(group.getStackTrace());
        }

        @Test
        void reaches_it_anywhere_in_the_tree_and_in_its_causes() {
            Exception inCause = new IllegalStateException("outer", new ConnectionError("in a cause", value));
            ExceptionGroup group = ExceptionGroup.of(
                    "root",
                    ExceptionGroup.of("inner", new ConnectionError("in a member", null), type),
                    inCause,
                    ExceptionGroup.of("whole", value));
            group.initCause(new ConnectionError("of the group", null));
            group.addSuppressed(new ConnectionError("beside", null));

            ExceptionGroup copy = copy(group);

            assertThat(TreeFormat.standard().withoutFrames().format(copy).lines())
                    .containsExactly(
                            "dev.muster.group.ExceptionGroup: root"
                                    + " (4 sub-exceptions: 2 StandIn, 1 TypeError, 1 ValueError)",
                            "+- 1 of 3: dev.muster.group.ExceptionGroup: inner"
                                    + " (2 sub-exceptions: 1 StandIn, 1 TypeError)",
                            "|  +- 1 of 2: " + STAND_IN + "in a member",
                            "|  +- 2 of 2: dev.muster.group.Fixtures$TypeError: wrong type",
                            "+- 2 of 3: dev.muster.group.StandIn: java.lang.IllegalStateException: outer",
                            "|  Caused by: " + STAND_IN + "in a cause",
                            "|  Caused by: dev.muster.group.Fixtures$ValueError: bad value",
                            "+- 3 of 3: dev.muster.group.ExceptionGroup: whole (1 sub-exception: 1 ValueError)",
                            "   +- 1 of 1: dev.muster.group.Fixtures$ValueError: bad value [shown above]",
                            "  Suppressed: " + STAND_IN + "beside",
                            "Caused by: " + STAND_IN + "of the group");
        }

        @Test
        void keeps_a_subclass_by_its_derive() {
            ExceptionGroup copy =
                    copy(new OrderFailures("orders", 42, List.of(new ConnectionError("refused", null), value)));

            assertThat(copy)
                    .isInstanceOfSatisfying(
                            OrderFailures.class,
                            orders -> assertThat(orders.code).isEqualTo(42));
            assertThat(copy.exceptions().get(0)).hasToString(STAND_IN + "refused");
            assertThat(copy.notes()).isEmpty();
        }

        @Test
        void puts_a_plain_group_for_a_subclass_that_is_in_the_way_itself() {
            StatefulFailures stateful = new StatefulFailures(new Object(), List.of(value));
            stateful.addNote("mine").initCause(type).addSuppressed(new IllegalStateException("beside"));

            ExceptionGroup copy = copy(ExceptionGroup.of("root", stateful, value));

            ExceptionGroup plain = (ExceptionGroup) copy.exceptions().get(0);
            assertThat(plain.getClass()).isEqualTo(ExceptionGroup.class);
            assertThat(plain.message()).isEqualTo("stateful");
            assertThat(plain.exceptions()).containsExactly(copy.exceptions().get(1));
            assertThat(plain.notes())
                    .containsExactly(
                            "mine",
                            "a plain group stands in for dev.muster.group.SerializationTest$StatefulFailures,"
                                    + " which cannot be serialized");
            assertThat(plain).cause().hasMessage("wrong type");
            assertThat(plain.suppressedExtras()).hasSize(1);
            assertThat(plain.getStackTrace()).isEqualTo(stateful.getStackTrace());
        }

        @Test
        void ends_where_causes_lead_back_to_the_group() {
            ConnectionError bad = new ConnectionError("refused", null) {
                private static final long serialVersionUID = 1L;

                @Override
                public synchronized @Nullable Throwable getCause() {
                    return value.getCause();
                }
            };
            ExceptionGroup group = ExceptionGroup.of("circular", bad);
            value.initCause(group);

            ExceptionGroup copy = copy(group);

            assertThat(copy.exceptions().get(0).getCause())
                    .hasToString("dev.muster.group.StandIn: dev.muster.group.ExceptionGroup:"
                            + " circular (1 sub-exception: 1 SerializationTest$OfTreesWithSomethingInTheWay$1)");
        }

        @Test
        void puts_a_stand_in_for_a_member_whose_own_serialization_fails() {
            Exception hostile = new Exception("hostile") {
                private static final long serialVersionUID = 1L;

                @Serial
                private void writeObject(ObjectOutputStream out) {
                    throw new IllegalStateException("not me");
                }
            };

            ExceptionGroup copy = copy(ExceptionGroup.of("orders", hostile, value));

            assertThat(copy.exceptions().get(0)).hasMessage(hostile.toString()).hasNoCause();
            assertThat(copy.exceptions().get(1)).hasMessage("bad value");
        }

        @Test
        void keeps_what_was_thrown_in_place_of_a_cause() {
            class Causeless extends ConnectionError {
                private static final long serialVersionUID = 1L;

                Causeless(String message) {
                    super(message, null);
                }

                @Override
                public synchronized Throwable getCause() {
                    throw new IllegalStateException("no cause for you");
                }
            }

            ExceptionGroup copy = copy(ExceptionGroup.of("root", new Causeless("hostile"), value));

            assertThat(copy.exceptions().get(0)).hasMessageContaining("hostile");
            assertThat(copy.exceptions().get(0).getCause())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no cause for you");
        }

        @Test
        void puts_one_stand_in_for_an_instance_that_occurs_a_thousand_times() {
            ConnectionError bad = new ConnectionError("refused", null);
            Throwable[] members = new Throwable[1_000];
            Arrays.fill(members, bad);

            ExceptionGroup copy = copy(ExceptionGroup.of("same", members));

            assertThat(copy.exceptions())
                    .hasSize(1_000)
                    .containsOnly(copy.exceptions().get(0));
        }

        @Test
        void changes_nothing_in_the_group_that_was_written() {
            ConnectionError bad = new ConnectionError("refused", null);
            ExceptionGroup group = ExceptionGroup.of("orders", bad);

            bytes(group);

            assertThat(group.exceptions()).containsExactly(bad);
            assertThat(group.getSuppressed()).containsExactly(bad);
        }

        @Test
        void fails_for_the_member_alone_as_it_always_did() {
            assertThatThrownBy(() -> bytes(new ConnectionError("refused", null)))
                    .hasCauseInstanceOf(NotSerializableException.class);
        }
    }

    @Nested
    class OfLargeTrees {
        @Test
        void flattens_what_is_nested_too_deep_and_keeps_every_leaf() {
            ExceptionGroup copy = copy(Fixtures.nested(100_000, ExceptionGroup.of("innermost", value, type))
                    .addNote("mine"));

            assertThat(copy.leaves()).extracting(Throwable::getMessage).containsExactly("bad value", "wrong type");
            assertThat(LeafCursor.levels(copy)).isEqualTo(99);
            assertThat(copy.notes()).containsExactly("mine");
            ExceptionGroup last = Trees.groupsOf(copy).get(98);
            assertThat(last.message()).isEqualTo("level 99");
            assertThat(last.notes())
                    .containsExactly("what is nested deeper than 100 levels was flattened to be serialized");
        }

        @ParameterizedTest
        @ValueSource(ints = {100, 101, 120, 199, 300})
        void flattens_what_is_nested_too_deep_behind_other_members_too(int levels) {
            ExceptionGroup deep = Fixtures.nested(levels, ExceptionGroup.of("innermost", value, type));

            ExceptionGroup copy = copy(ExceptionGroup.of("outer", new IllegalStateException("first"), deep));

            assertThat(copy.leaves())
                    .extracting(Throwable::getMessage)
                    .containsExactly("first", "bad value", "wrong type");
            List<ExceptionGroup> groups = Trees.groupsOf(copy);
            assertThat(groups).hasSize(99);
            assertThat(groups)
                    .flatExtracting(ExceptionGroup::notes)
                    .containsExactly("what is nested deeper than 100 levels was flattened to be serialized");
        }

        @Test
        void keeps_a_hundred_levels() {
            List<ExceptionGroup> groups = Trees.groupsOf(copy(Fixtures.nested(100, value)));

            assertThat(groups).hasSize(100);
            assertThat(groups).flatExtracting(ExceptionGroup::notes).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void counts_the_levels_below_a_cause_and_below_what_is_suppressed(boolean asCause) {
            ExceptionGroup below = Fixtures.nested(80, new ConnectionError("refused", null));
            ExceptionGroup innermost = ExceptionGroup.of("innermost", value);
            if (asCause) {
                innermost.initCause(below);
            } else {
                innermost.addSuppressed(below);
            }

            List<ExceptionGroup> groups = Trees.groupsOf(copy(Fixtures.nested(79, innermost)));

            ExceptionGroup last = groups.get(79);
            Throwable found =
                    asCause ? last.getCause() : last.suppressedExtras().get(0);
            assertThat(groups.size() + LeafCursor.levels((ExceptionGroup) found))
                    .isEqualTo(99);
        }

        @Test
        void cuts_a_chain_of_causes_that_needs_stand_ins() {
            Throwable chain = new ConnectionError("last", null);
            for (int i = 0; i < 150; i++) {
                chain = new ConnectionError("link", chain);
            }

            ExceptionGroup copy = copy(ExceptionGroup.of("root", chain, value));

            int links = 0;
            for (Throwable at = copy.exceptions().get(0); at != null; at = at.getCause()) {
                links++;
            }
            assertThat(links).isEqualTo(99);
            assertThat(copy.exceptions().get(1)).hasMessage("bad value");
        }

        @Test
        void cuts_a_chain_of_causes_and_groups_at_the_same_length() {
            for (int period : new int[] {2, 3}) {
                Throwable chain = new ConnectionError("last", null);
                for (int i = 0; i < 150; i++) {
                    chain = i % period == 0 ? ExceptionGroup.of("group", chain) : new ConnectionError("link", chain);
                }

                ExceptionGroup copy = copy(ExceptionGroup.of("root", new ConnectionError("first", chain)));

                int links = 0;
                for (Throwable at = copy; at != null; ) {
                    links++;
                    at = at instanceof ExceptionGroup group ? group.exceptions().get(0) : at.getCause();
                }
                assertThat(links).as("groups in each %s", period).isLessThanOrEqualTo(100);
            }
        }

        @Test
        void cuts_suppressed_exceptions_that_need_stand_ins() {
            Throwable chain = new ConnectionError("last", null);
            for (int i = 0; i < 150; i++) {
                Throwable link = new ConnectionError("link", null);
                link.addSuppressed(chain);
                chain = link;
            }

            ExceptionGroup copy = copy(ExceptionGroup.of("root", chain));

            int links = 1;
            Throwable at = copy.exceptions().get(0);
            while (at.getSuppressed().length > 0) {
                at = at.getSuppressed()[0];
                links++;
            }
            assertThat(links).isEqualTo(99);
        }

        @Test
        void keeps_a_hundred_thousand_members() {
            Throwable[] members = new Throwable[100_000];
            Arrays.fill(members, value);

            assertThat(copy(ExceptionGroup.of("wide", members)).exceptions()).hasSize(100_000);
        }
    }

    @Nested
    class OfAForgedStream {
        private final ExceptionGroup plain = ExceptionGroup.of("plain", value, type);
        private final ExceptionGroup labelled = ExceptionGroup.builder("labelled")
                .add("user", value)
                .add("order", type)
                .build();
        private final ExceptionGroup second = ExceptionGroup.builder("second")
                .add(value)
                .add(type)
                .asFirstFailure()
                .build();

        private byte[] forged(ExceptionGroup group, UnaryOperator<Throwable[]> forging) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            class Forger extends ObjectOutputStream {
                Forger() throws IOException {
                    super(bytes);
                    enableReplaceObject(true);
                }

                @Override
                protected Object replaceObject(Object each) {
                    return each instanceof Throwable[] members ? forging.apply(members) : each;
                }
            }
            try (ObjectOutputStream out = new Forger()) {
                out.writeObject(group);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }

        private void assertRefused(ExceptionGroup group, UnaryOperator<Throwable[]> forging, String message) {
            assertThatThrownBy(() -> object(forged(group, forging)))
                    .cause()
                    .isExactlyInstanceOf(InvalidObjectException.class)
                    .hasMessage(message);
        }

        @Test
        void refuses_a_group_without_members_or_with_none_in_a_place() {
            String message = "a group was read that has no member, or one that is null";
            assertRefused(plain, members -> null, message);
            assertRefused(plain, members -> new Throwable[0], message);
            assertRefused(plain, members -> new Throwable[] {value, null}, message);
        }

        @Test
        void refuses_labels_and_a_first_failure_that_no_member_is_there_for() {
            String message = "a group was read whose labels do not fit its members";
            assertRefused(labelled, members -> new Throwable[] {value}, message);
            assertRefused(second, members -> new Throwable[] {value}, message);
        }

        @Test
        void takes_what_fits() {
            ExceptionGroup read = (ExceptionGroup) object(forged(second, Throwable[]::clone));
            assertThat(read.firstFailure()).get().isInstanceOf(TypeError.class);
        }
    }

    @Nested
    class AcrossJvms {
        @Test
        void a_newer_one_reads_what_this_one_wrote(@TempDir Path folder) throws Exception {
            Optional<Path> newer = newerJava();
            assumeThat(newer)
                    .as("a JDK newer than %s beside %s", Runtime.version().feature(), System.getProperty("java.home"))
                    .isPresent();
            ExceptionGroup group = ExceptionGroup.builder("orders")
                    .add("user", new ConnectionError("refused", value))
                    .add("order", ExceptionGroup.of("inner", type, value), "after the cancel")
                    .add(new OrderFailures("more", 42, List.of(type)))
                    .build()
                    .addNote("shop 7");
            Path file = Files.write(folder.resolve("group"), bytes(group));

            Process reader = new ProcessBuilder(
                            newer.orElseThrow().toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Reader.class.getName(),
                            file.toString())
                    .redirectErrorStream(true)
                    .start();
            String read = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(reader.waitFor()).as("%s", read).isZero();
            assertThat(read).isEqualTo(text((ExceptionGroup) object(bytes(group))));
        }

        /** Beside the JDK of this test, as CI finds the JDKs that it builds on. */
        private static Optional<Path> newerJava() {
            Path home = Path.of(System.getProperty("java.home"));
            try (Stream<Path> beside = Files.list(home.toRealPath().getParent())) {
                return beside.filter(each -> Files.isExecutable(each.resolve("bin/java")))
                        .flatMap(each -> version(each)
                                .filter(version ->
                                        version.feature() > Runtime.version().feature())
                                .map(version -> Map.entry(version, each.resolve("bin/java")))
                                .stream())
                        .max(Comparator.comparing(Map.Entry::getKey))
                        .map(Map.Entry::getValue);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Optional<Version> version(Path home) {
            Properties release = new Properties();
            try (var lines = Files.newBufferedReader(home.resolve("release"))) {
                release.load(lines);
                return Optional.of(
                        Version.parse(release.getProperty("JAVA_VERSION", "").replace("\"", "")));
            } catch (IOException | IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    /** Run in the other JVM: prints what it read. */
    static final class Reader {
        private Reader() {}

        @SuppressWarnings("SystemOut") // read by the test
        public static void main(String[] file) throws IOException {
            System.out.print(text((Throwable) object(Files.readAllBytes(new File(file[0]).toPath()))));
        }
    }
}
