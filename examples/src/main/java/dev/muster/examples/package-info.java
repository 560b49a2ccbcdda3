/** Small programs that show Muster at work, and the exceptions that they fail with. */
@NullMarked
package dev.muster.examples;

import org.jspecify.annotations.NullMarked;
