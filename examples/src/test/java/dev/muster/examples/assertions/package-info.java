/** What docs/assertions.md shows. */
@NullMarked
package dev.muster.examples.assertions;

import org.jspecify.annotations.NullMarked;
