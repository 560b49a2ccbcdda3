package dev.muster.group;

import static dev.muster.group.Fixtures.at;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.muster.group.Fixtures.TypeError;
import dev.muster.group.Fixtures.ValueError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.maven.surefire.junitplatform.DefaultStackTraceWriter;
import org.junit.jupiter.api.Test;

/** What is seen of a group in reports that know nothing of groups. */
class ReportsTest {
    private final ExceptionGroup group = at(
            ExceptionGroup.builder("loading page")
                    .add("user", at(new ValueError("bad value"), "User.parse:12", "Client.call:21", "Main.main:3"))
                    .add("order", at(new TypeError("wrong type"), "Order.parse:8", "Client.call:22", "Main.main:3"))
                    .add(at(new IOException("no answer"), "Net.read:7", "Client.call:23", "Main.main:3"))
                    .build(),
            "Client.all:5",
            "OrderTest.loads_page:9",
            "Main.main:3");

    ReportsTest() {
        group.exceptions().get(0).initCause(at(new ArithmeticException("1/0"), "User.divide:1", "User.parse:12"));
        group.exceptions().get(1).initCause(at(new ClassCastException("not a page")));
        group.exceptions().get(2).initCause(at(new ConnectException("refused"), "Socket.connect:2", "Net.read:6"));
    }

    private static String lines(String text) {
        return text.replace(System.lineSeparator(), "\n").replace("\t", "    ");
    }

    @Test
    void logback_shows_every_member_and_its_cause() {
        LoggerContext context = new LoggerContext();
        var layout = new ch.qos.logback.classic.PatternLayout();
        layout.setContext(context);
        layout.setPattern("%msg%n%ex");
        layout.start();
        var logger = context.getLogger("app");

        String logged = layout.doLayout(new LoggingEvent(
                "app.Main", logger, ch.qos.logback.classic.Level.ERROR, "cannot show the page", group, new Object[0]));

        assertThat(lines(logged)).isEqualTo("""
                    cannot show the page
                    dev.muster.group.ExceptionGroup: loading page (3 sub-exceptions: 1 ValueError, 1 TypeError, 1 IOException)
                      [user] ValueError: bad value
                      [order] TypeError: wrong type
                      IOException: no answer
                        at app.Client.all(Client.java:5)
                        at app.OrderTest.loads_page(OrderTest.java:9)
                        at app.Main.main(Main.java:3)
                        Suppressed: dev.muster.group.Fixtures$ValueError: bad value
                            at app.User.parse(User.java:12)
                            at app.Client.call(Client.java:21)
                            ... 1 common frames omitted
                        Caused by: java.lang.ArithmeticException: 1/0
                            at app.User.divide(User.java:1)
                            at app.User.parse(User.java:12)
                        Suppressed: dev.muster.group.Fixtures$TypeError: wrong type
                            at app.Order.parse(Order.java:8)
                            at app.Client.call(Client.java:22)
                            ... 1 common frames omitted
                        Caused by: java.lang.ClassCastException: not a page
                        Suppressed: java.io.IOException: no answer
                            at app.Net.read(Net.java:7)
                            at app.Client.call(Client.java:23)
                            ... 1 common frames omitted
                        Caused by: java.net.ConnectException: refused
                            at app.Socket.connect(Socket.java:2)
                            at app.Net.read(Net.java:6)
                    """);
    }

    @Test
    void log4j_shows_every_member_and_its_cause() {
        PatternLayout layout = PatternLayout.newBuilder().withPattern("%m%n%ex").build();

        String logged = layout.toSerializable(Log4jLogEvent.newBuilder()
                .setLevel(Level.ERROR)
                .setMessage(new SimpleMessage("cannot show the page"))
                .setThrown(group)
                .build());

        assertThat(lines(logged)).isEqualTo("""
                    cannot show the page
                    dev.muster.group.ExceptionGroup: loading page (3 sub-exceptions: 1 ValueError, 1 TypeError, 1 IOException)
                      [user] ValueError: bad value
                      [order] TypeError: wrong type
                      IOException: no answer
                        at app.Client.all(Client.java:5)
                        at app.OrderTest.loads_page(OrderTest.java:9)
                        at app.Main.main(Main.java:3)
                        Suppressed: dev.muster.group.Fixtures$ValueError: bad value
                            at app.User.parse(User.java:12)
                            at app.Client.call(Client.java:21)
                            ... 1 more
                        Caused by: java.lang.ArithmeticException: 1/0
                            at app.User.divide(User.java:1)
                            at app.User.parse(User.java:12)
                        Suppressed: dev.muster.group.Fixtures$TypeError: wrong type
                            at app.Order.parse(Order.java:8)
                            at app.Client.call(Client.java:22)
                            ... 1 more
                        Caused by: java.lang.ClassCastException: not a page
                        Suppressed: java.io.IOException: no answer
                            at app.Net.read(Net.java:7)
                            at app.Client.call(Client.java:23)
                            ... 1 more
                        Caused by: java.net.ConnectException: refused
                            at app.Socket.connect(Socket.java:2)
                            at app.Net.read(Net.java:6)
                    """);
    }

    @Test
    void surefire_shows_the_tree() {
        String report = new DefaultStackTraceWriter("app.OrderTest", "loads_page", group).writeTraceToString();

        assertThat(lines(report)).isEqualTo("""
                    dev.muster.group.ExceptionGroup:\s
                    loading page (3 sub-exceptions: 1 ValueError, 1 TypeError, 1 IOException)
                        at app.Client.all(Client.java:5)
                        at app.OrderTest.loads_page(OrderTest.java:9)
                        at app.Main.main(Main.java:3)
                    +- 1 of 3 [user]: dev.muster.group.Fixtures$ValueError: bad value
                    |      at app.User.parse(User.java:12)
                    |      at app.Client.call(Client.java:21)
                    |      ... 1 more
                    |  Caused by: java.lang.ArithmeticException: 1/0
                    |      at app.User.divide(User.java:1)
                    |      at app.User.parse(User.java:12)
                    +- 2 of 3 [order]: dev.muster.group.Fixtures$TypeError: wrong type
                    |      at app.Order.parse(Order.java:8)
                    |      at app.Client.call(Client.java:22)
                    |      ... 1 more
                    |  Caused by: java.lang.ClassCastException: not a page
                    +- 3 of 3: java.io.IOException: no answer
                           at app.Net.read(Net.java:7)
                           at app.Client.call(Client.java:23)
                           ... 1 more
                       Caused by: java.net.ConnectException: refused
                           at app.Socket.connect(Socket.java:2)
                           at app.Net.read(Net.java:6)
                    """);
    }

    @Test
    void surefire_names_every_leaf_where_it_trims_the_trace() {
        String report = new DefaultStackTraceWriter("app.OrderTest", "loads_page", group).writeTrimmedTraceToString();

        assertThat(lines(report)).isEqualTo("""
                    dev.muster.group.ExceptionGroup:\s
                    loading page (3 sub-exceptions: 1 ValueError, 1 TypeError, 1 IOException)
                      [user] ValueError: bad value
                      [order] TypeError: wrong type
                      IOException: no answer
                        at app.OrderTest.loads_page(OrderTest.java:9)
                    """);
    }

    @Test
    void surefire_names_the_leaves_in_its_summary() {
        String report = new DefaultStackTraceWriter("app.OrderTest", "loads_page", group).smartTrimmedStackTrace();

        assertThat(lines(report)).isEqualTo("""
                    loading page (3 sub-exceptions: 1 ValueError, 1 TypeError, 1 IOException)
                      [user] ValueError: bad value
                      [order] TypeError: wrong type
                      IOException: no answer""");
    }

    @Test
    void the_jdk_shows_every_member_of_a_group_that_is_a_cause() {
        var text = new StringWriter();
        at(new IllegalStateException("cannot show the page", group), "Main.main:4")
                .printStackTrace(new PrintWriter(text, true));

        assertThat(lines(text.toString())).isEqualTo("""
                    java.lang.IllegalStateException: cannot show the page
                        at app.Main.main(Main.java:4)
                    Caused by: dev.muster.group.ExceptionGroup: loading page (3 sub-exceptions: 1 ValueError, 1 TypeError, 1 IOException)
                        at app.Client.all(Client.java:5)
                        at app.OrderTest.loads_page(OrderTest.java:9)
                        at app.Main.main(Main.java:3)
                        Suppressed: dev.muster.group.Fixtures$ValueError: bad value
                            at app.User.parse(User.java:12)
                            at app.Client.call(Client.java:21)
                            ... 1 more
                        Caused by: java.lang.ArithmeticException: 1/0
                            at app.User.divide(User.java:1)
                            at app.User.parse(User.java:12)
                        Suppressed: dev.muster.group.Fixtures$TypeError: wrong type
                            at app.Order.parse(Order.java:8)
                            at app.Client.call(Client.java:22)
                            ... 1 more
                        Caused by: java.lang.ClassCastException: not a page
                        Suppressed: java.io.IOException: no answer
                            at app.Net.read(Net.java:7)
                            at app.Client.call(Client.java:23)
                            ... 1 more
                        Caused by: java.net.ConnectException: refused
                            at app.Socket.connect(Socket.java:2)
                            at app.Net.read(Net.java:6)
                    """);
    }
}
