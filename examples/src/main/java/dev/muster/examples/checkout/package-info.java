/** Gallery: an order is checked out with three services over HTTP, and what was booked is undone if one of them fails. */
@NullMarked
package dev.muster.examples.checkout;

import org.jspecify.annotations.NullMarked;
