/** A JUnit extension that gives each test a task scope and reports every failure of its body and its tasks. */
@NullMarked
package dev.muster.junit;

import org.jspecify.annotations.NullMarked;
