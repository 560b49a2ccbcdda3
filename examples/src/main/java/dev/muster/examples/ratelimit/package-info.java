/** Gallery: many pages are fetched, but never more than a few at once. */
@NullMarked
package dev.muster.examples.ratelimit;

import org.jspecify.annotations.NullMarked;
