/** What a run of tests prints at its end, found by JUnit's launcher. */
@NullMarked
package dev.muster.junit.report;

import org.jspecify.annotations.NullMarked;
