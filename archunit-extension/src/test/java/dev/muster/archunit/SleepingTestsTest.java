package dev.muster.archunit;

import static dev.muster.archunit.StructuredConcurrencyRules.NO_SLEEPING_TESTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SleepingTestsTest {
    static class Breaking {
        void slept() throws InterruptedException {
            Thread.sleep(1);
        }

        void slept_in_nanoseconds() throws InterruptedException {
            Thread.sleep(1, 1);
        }

        void slept_in_units() throws InterruptedException {
            TimeUnit.SECONDS.sleep(1);
        }

        Sleep by_reference() {
            return TimeUnit.SECONDS::sleep;
        }

        void slept_in_a_subclass() throws InterruptedException {
            Sleeper.sleep(1);
        }

        Sleep by_reference_to_a_thread() {
            return Thread::sleep;
        }
    }

    static class Sleeper extends Thread {}

    interface Sleep {
        void sleep(long duration) throws InterruptedException;
    }

    static class Keeping {
        void another(Sleep own) throws InterruptedException {
            own.sleep(1);
        }
    }

    static class OldTest {
        @org.junit.Test
        public void test() throws InterruptedException {
            Thread.sleep(1);
        }

        static class Inside {
            void helps() throws InterruptedException {
                Thread.sleep(1);
            }
        }
    }

    @TempDir
    Path production;

    @Test
    void sleeps_are_found() {
        Found.assertEachMethodBreaks(NO_SLEEPING_TESTS, Breaking.class);
    }

    @Test
    void other_methods_of_that_name_keep_the_rule() {
        Found.assertNothingBreaks(NO_SLEEPING_TESTS, Keeping.class, Sleep.class);
    }

    @Test
    void outside_of_test_folders_a_class_with_a_test_method_is_a_test_and_all_inside_it() throws IOException {
        copy(OldTest.class);
        copy(OldTest.Inside.class);

        assertThat(foundInProduction()).isEqualTo(2);
    }

    @Test
    void what_is_no_test_may_sleep() throws IOException {
        copy(SlowWork.class);

        assertThat(foundInProduction()).isZero();
    }

    private void copy(Class<?> type) throws IOException {
        String file = type.getName().replaceFirst(".*\\.", "") + ".class";
        try (InputStream in = type.getResourceAsStream(file)) {
            Files.copy(in, production.resolve(file));
        }
    }

    private int foundInProduction() {
        return NO_SLEEPING_TESTS
                .evaluate(new ClassFileImporter().importPath(production))
                .getFailureReport()
                .getDetails()
                .size();
    }
}
