/** Groups made, looked at and handled by hand: the samples of the pages on groups and on handling. */
@NullMarked
package dev.muster.examples.groups;

import org.jspecify.annotations.NullMarked;
