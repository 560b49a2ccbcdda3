/** Rules that a team's code is checked by, and code that breaks and keeps each of them. */
@NullMarked
package dev.muster.examples.architecture;

import org.jspecify.annotations.NullMarked;
