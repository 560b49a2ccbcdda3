package dev.muster.archunit;

import static dev.muster.archunit.StructuredConcurrencyRules.NO_RAW_THREADS;
import static dev.muster.archunit.StructuredConcurrencyRules.allowing;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

class RawThreadsTest {
    @SuppressWarnings("FutureReturnValueIgnored") // this is what they break
    static class Breaking {
        void made() {
            consume(new Thread(() -> {}));
        }

        void started(Thread thread) {
            thread.start();
        }

        void started_by_reference(List<Thread> threads) {
            threads.forEach(Thread::start);
        }

        void of_a_subclass() {
            new Worker().start();
        }

        void of_an_anonymous_subclass() {
            consume(new Thread() {});
        }

        Runnable made_in_a_lambda() {
            return () -> consume(new Thread(() -> {}));
        }

        ThreadFactory started_in_a_factory() {
            return work -> {
                Thread thread = new Thread(work);
                thread.start();
                return thread;
            };
        }

        void pooled() {
            consume(new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>()));
        }

        void scheduled() {
            consume(new ScheduledThreadPoolExecutor(1));
        }

        void forked() {
            consume(new ForkJoinPool());
        }

        void timed() {
            consume(new Timer());
        }

        ExecutorService from_executors() {
            return Executors.newFixedThreadPool(2);
        }

        CompletableFuture<Void> on_the_shared_pool() {
            return CompletableFuture.runAsync(() -> {});
        }

        CompletionStage<String> later_on_the_shared_pool(CompletionStage<String> stage) {
            return stage.thenApplyAsync(String::trim);
        }

        Function<CompletableFuture<String>, CompletionStage<Void>> by_reference() {
            Consumer<String> nothing = text -> {};
            return future -> future.thenAcceptAsync(nothing);
        }

        private static void consume(Object any) {
            CompletableFuture.completedFuture(any).thenAcceptAsync(each -> {});
        }
    }

    static class Worker extends Thread {
        Worker() {
            super("worker");
        }

        @Override
        public synchronized void start() {
            super.start();
        }
    }

    static class Pool extends ThreadPoolExecutor {
        Pool() {
            super(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        }
    }

    static class Factory implements ThreadFactory {
        @Override
        public Thread newThread(Runnable work) {
            Thread thread = new Thread(work, "named");
            thread.setDaemon(true);
            return thread;
        }
    }

    interface Clock {
        void start();
    }

    static class Keeping {
        ThreadFactory factory() {
            return work -> new Thread(work, "named");
        }

        ThreadFactory factory_by_reference() {
            return Thread::new;
        }

        ThreadFactory standard_factory() {
            return Executors.defaultThreadFactory();
        }

        void hook() {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {}));
        }

        CompletableFuture<Void> on_an_executor(Executor executor) {
            return CompletableFuture.runAsync(() -> {}, executor).thenRunAsync(() -> {}, executor);
        }

        ExecutorService wrapped(ExecutorService executor) {
            return Executors.unconfigurableExecutorService(executor);
        }

        long streamed(List<String> all) {
            return all.parallelStream().count();
        }

        void interrupted(Thread thread) {
            thread.interrupt();
        }

        void something_else(Clock clock) {
            clock.start();
        }
    }

    @Test
    void threads_and_pools_are_found_where_they_are_made_or_started() {
        Found.assertEachMethodBreaks(NO_RAW_THREADS, Breaking.class);
    }

    @Test
    void what_starts_nothing_keeps_the_rule() {
        Found.assertNothingBreaks(NO_RAW_THREADS, Keeping.class, Factory.class);
    }

    @Test
    void a_subclass_is_found_where_it_is_used_and_not_where_it_is_declared() {
        Found.assertNothingBreaks(NO_RAW_THREADS, Worker.class, Pool.class);
    }

    @Test
    void the_report_names_the_call_and_its_line() {
        assertThat(Found.lines(NO_RAW_THREADS, Started.class))
                .singleElement()
                .asString()
                .matches("Method <dev\\.muster\\.archunit\\.RawThreadsTest\\$Started\\.go\\(java\\.lang\\.Thread\\)>"
                        + " calls method <java\\.lang\\.Thread\\.start\\(\\)> in \\(RawThreadsTest\\.java:\\d+\\)");
    }

    static class Started {
        static void go(Thread thread) {
            thread.start();
        }
    }

    @Test
    void nothing_is_found_in_an_allowed_place() {
        Found.assertNothingBreaks(allowing("dev.muster.archunit").noRawThreads(), Breaking.class);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void builders_are_found_where_they_start_threads_or_make_them(@TempDir Path directory) throws IOException {
        Path source = Files.writeString(directory.resolve("Virtual.java"), """
                class Virtual {
                    void started() { Thread.ofVirtual().name("a").start(() -> {}); }
                    void unstarted() { System.out.println(Thread.ofPlatform().unstarted(() -> {})); }
                    void at_once() { Thread.startVirtualThread(() -> {}); }
                    java.util.concurrent.ThreadFactory factory() { return Thread.ofVirtual().factory(); }
                    Thread made(Runnable work) { return Thread.ofVirtual().unstarted(work); }
                }
                """);
        int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString());

        assertThat(result).isZero();
        List<String> found = NO_RAW_THREADS
                .evaluate(new ClassFileImporter().importPath(directory))
                .getFailureReport()
                .getDetails();

        assertThat(found)
                .hasSize(3)
                .anyMatch(line -> line.contains("Virtual.started()"))
                .anyMatch(line -> line.contains("Virtual.unstarted()"))
                .anyMatch(line -> line.contains("Virtual.at_once()"));
    }
}
