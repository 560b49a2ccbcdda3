/** AssertJ assertions that say which exceptions a group holds and how a task ended. */
@NullMarked
package dev.muster.assertj;

import org.jspecify.annotations.NullMarked;
