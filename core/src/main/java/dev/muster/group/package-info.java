/**
 * Exception groups: several failures as one throwable that can be split by type, and {@code except*} to deal with each
 * kind.
 */
@NullMarked
package dev.muster.group;

import org.jspecify.annotations.NullMarked;
