/** ArchUnit rules that find threads without an owner, failures that get lost, and tests that look away. */
@NullMarked
package dev.muster.archunit;

import org.jspecify.annotations.NullMarked;
