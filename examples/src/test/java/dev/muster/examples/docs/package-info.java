/** Keeps the documents true: their samples are lines of the examples, and their links lead somewhere. */
@NullMarked
package dev.muster.examples.docs;

import org.jspecify.annotations.NullMarked;
