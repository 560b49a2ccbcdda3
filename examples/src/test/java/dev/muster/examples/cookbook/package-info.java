/** The recipes of the cookbook. */
@NullMarked
package dev.muster.examples.cookbook;

import org.jspecify.annotations.NullMarked;
