/** A suite that fails on purpose, and what it takes to run it and look at the outcome. */
@NullMarked
package dev.muster.examples.showcase;

import org.jspecify.annotations.NullMarked;
