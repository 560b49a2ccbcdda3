/** Small programs that show Muster at work. */
@NullMarked
package dev.muster.examples;

import org.jspecify.annotations.NullMarked;
