/** Gallery: a crawler whose tasks fork tasks, and that keeps what it found though it could not read everything. */
@NullMarked
package dev.muster.examples.crawler;

import org.jspecify.annotations.NullMarked;
