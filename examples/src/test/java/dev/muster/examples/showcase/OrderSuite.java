package dev.muster.examples.showcase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.examples.CriticalError;
import dev.muster.examples.KeyError;
import dev.muster.examples.ValueError;
import dev.muster.junit.TaskScoped;
import dev.muster.scope.Policy;
import dev.muster.scope.TaskScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that fail on purpose, each in a way of its own, to show what their authors would see. */
@TaskScoped
@ExtendWith(OnlyInShowcase.class)
class OrderSuite {

    @Test
    void an_order_goes_through(TaskScope scope) {
        scope.fork("client", () -> assertEquals(12, Order.price()));
        scope.fork("server", () -> Order.ship());
    }

    @Test
    void three_wrong_answers(TaskScope scope) {
        scope.fork("price", () -> assertEquals(10, Order.price()));
        scope.fork("stock", () -> assertEquals(3, Order.stock()));
        scope.fork("customer", () -> assertEquals("Grace", Order.customer()));
    }

    @Test
    void a_wrong_answer_and_two_services_that_are_down(TaskScope scope) {
        scope.fork("price", () -> assertEquals(10, Order.price()));
        scope.fork("payment", () -> Order.pay());
        scope.fork("delivery", () -> Order.deliverTo("Atlantis"));
    }

    @Test
    void failures_inside_of_what_is_tested(TaskScope scope) {
        scope.fork("warehouse", () -> Order.pick());
        scope.fork("payment", () -> Order.pay());
    }

    @Test
    void a_printer_is_needed(TaskScope scope) {
        scope.fork("label", () -> assumeTrue(Order.hasPrinter(), "there is no printer here"));
    }

    /** What is tested. */
    private static final class Order {
        static int price() {
            return 12;
        }

        static int stock() {
            return 0;
        }

        static String customer() {
            return "Ada";
        }

        static void ship() {}

        static boolean hasPrinter() {
            return false;
        }

        static void pay() {
            throw new CriticalError("the card service is down");
        }

        static void deliverTo(String city) {
            throw new KeyError("no such city: " + city);
        }

        static void pick() throws InterruptedException {
            TaskScope.named("shelves").policy(Policy.collectAll()).run(scope -> {
                scope.fork("shelf A", () -> {
                    throw new ValueError("-1 pencils left");
                });
                scope.fork("shelf B", () -> {
                    throw new KeyError("no such shelf");
                });
            });
        }
    }
}
