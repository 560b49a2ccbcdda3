/** Uses every public signature once: a change of one breaks the compile here, and so is made on purpose. */
@NullMarked
package dev.muster.examples.api;

import org.jspecify.annotations.NullMarked;
