/** The lesson, part 5: many documents over real HTTP, of which some fail. */
@NullMarked
package dev.muster.examples.fetch;

import org.jspecify.annotations.NullMarked;
