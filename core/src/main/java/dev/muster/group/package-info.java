/** Exception groups: throwables that hold several others, and the ways to split, handle and print them. */
@NullMarked
package dev.muster.group;

import org.jspecify.annotations.NullMarked;
