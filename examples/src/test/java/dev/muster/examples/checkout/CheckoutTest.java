package dev.muster.examples.checkout;

import static dev.muster.assertj.GroupAssertions.assertThatGroupThrownBy;
import static dev.muster.assertj.GroupAssertions.group;
import static dev.muster.assertj.GroupAssertions.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.muster.group.TreeFormat;
import java.io.IOException;
import java.net.http.HttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckoutTest {
    private final Order order = new Order("order 7", "pencil", "Main Street 1");

    private FakeService stock;
    private FakeService payment;
    private FakeService shipping;
    private Checkout checkout;

    @BeforeEach
    void start_the_services() throws IOException {
        HttpClient http = HttpClient.newHttpClient();
        stock = new FakeService("stock");
        payment = new FakeService("payment");
        shipping = new FakeService("shipping");
        checkout = new Checkout(stock.client(http), payment.client(http), shipping.client(http));
    }

    @AfterEach
    void stop_the_services() {
        stock.close();
        payment.close();
        shipping.close();
    }

    @Test
    void an_order_is_booked_with_all_services() throws InterruptedException {
        assertThat(checkout.place(order)).isEqualTo(new Receipt("stock-1", "payment-1", "shipping-1"));

        assertThat(stock.booked()).containsValue("pencil");
        assertThat(payment.booked()).containsValue("order 7");
        assertThat(shipping.booked()).containsValue("Main Street 1");
    }

    @Test
    void all_refusals_are_reported() {
        payment.refuses("the card has expired");
        shipping.refuses("no such street");

        assertThatGroupThrownBy(() -> checkout.place(order))
                .containsExactly(
                        leaf(RefusedException.class).withMessage("409 the card has expired"),
                        leaf(RefusedException.class).withMessage("409 no such street"));
    }

    @Test
    void the_message_names_each_service_that_refused() {
        payment.refuses("the card has expired");
        shipping.refuses("no such street");

        assertThatThrownBy(() -> checkout.place(order)).hasMessage("""
                        scope "checkout" failed in 2 of 3 tasks (2 sub-exceptions: 2 RefusedException)
                          [payment] RefusedException: 409 the card has expired
                          [shipping] RefusedException: 409 no such street""");
    }

    @Test
    void what_was_booked_is_undone_when_another_service_refuses() {
        payment.refuses("the card has expired");

        assertThatGroupThrownBy(() -> checkout.place(order)).containsExactly(RefusedException.class);

        assertThat(stock.booked()).isEmpty();
        assertThat(shipping.booked()).isEmpty();
    }

    @Test
    void a_booking_that_cannot_be_undone_is_reported_beside_the_refusal() {
        payment.refuses("the card has expired");
        stock.refusesToUndo("the warehouse is closed");

        assertThatGroupThrownBy(() -> checkout.place(order))
                .hasMessage("the order was refused, and not all of it could be undone")
                .containsExactly(
                        group(leaf(RefusedException.class).withMessage("409 the card has expired")),
                        group(leaf(RefusedException.class).withMessage("409 the warehouse is closed")));

        assertThat(stock.booked()).hasSize(1);
        assertThat(shipping.booked()).isEmpty();
    }

    @Test
    void the_tree_tells_the_refusal_from_what_could_not_be_undone() {
        payment.refuses("the card has expired");
        stock.refusesToUndo("the warehouse is closed");

        Throwable thrown = catchThrowable(() -> checkout.place(order));

        assertThat(TreeFormat.standard().withoutFrames().format(thrown)).isEqualTo("""
                        dev.muster.group.ExceptionGroup: the order was refused, and not all of it could be undone (2 sub-exceptions: 2 RefusedException)
                        +- 1 of 2: dev.muster.group.ExceptionGroup: scope "checkout" failed in 1 of 3 tasks (1 sub-exception: 1 RefusedException)
                        |  +- 1 of 1 [payment]: dev.muster.examples.checkout.RefusedException: 409 the card has expired
                        +- 2 of 2: dev.muster.group.ExceptionGroup: scope "undo" failed in 1 of 2 tasks (1 sub-exception: 1 RefusedException)
                           +- 1 of 1 [undo stock]: dev.muster.examples.checkout.RefusedException: 409 the warehouse is closed
                        """);
    }
}
