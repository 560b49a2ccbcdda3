package dev.muster.examples.checkout;

import dev.muster.group.ExceptionGroup;
import dev.muster.scope.Policy;
import dev.muster.scope.ScopeConfig;
import dev.muster.scope.Task;
import dev.muster.scope.TaskScope;
import java.util.HashMap;
import java.util.Map;

/** Places orders with three services at once; what one of them refuses is undone with the others. */
public final class Checkout {
    private static final ScopeConfig CHECKOUT = TaskScope.named("checkout").policy(Policy.collectAll());
    private static final ScopeConfig UNDO = TaskScope.named("undo").policy(Policy.collectAll());

    private final Service stock;
    private final Service payment;
    private final Service shipping;

    public Checkout(Service stock, Service payment, Service shipping) {
        this.stock = stock;
        this.payment = payment;
        this.shipping = shipping;
    }

    /**
     * Places an order.
     *
     * @throws ExceptionGroup of the services that refused, and of those that would not take back what they had booked
     */
    public Receipt place(Order order) throws InterruptedException {
        Map<Service, Task<String>> bookings = new HashMap<>();
        try {
            return CHECKOUT.call(scope -> {
                Task<String> reserved = scope.fork("stock", () -> stock.book(order.article()));
                Task<String> paid = scope.fork("payment", () -> payment.book(order.id()));
                Task<String> sent = scope.fork("shipping", () -> shipping.book(order.address()));
                bookings.putAll(Map.of(stock, reserved, payment, paid, shipping, sent));
                scope.join();
                return new Receipt(reserved.result(), paid.result(), sent.result());
            });
        } catch (ExceptionGroup refused) {
            throw undone(bookings, refused);
        }
    }

    private static ExceptionGroup undone(Map<Service, Task<String>> bookings, ExceptionGroup refused)
            throws InterruptedException {
        try {
            UNDO.run(scope -> bookings.forEach((service, booking) -> {
                if (booking.state() == Task.State.SUCCEEDED) {
                    scope.fork("undo " + booking.name(), () -> service.undo(booking.result()));
                }
            }));
            return refused;
        } catch (ExceptionGroup stuck) {
            return ExceptionGroup.of("the order was refused, and not all of it could be undone", refused, stuck);
        }
    }
}
