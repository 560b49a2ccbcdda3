/** Keeps the documents true: their samples are lines that are tested, and their links lead somewhere. */
@NullMarked
package dev.muster.examples.docs;

import org.jspecify.annotations.NullMarked;
