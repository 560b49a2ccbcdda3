/**
 * Task scopes: code that runs several tasks at once, ends when all of them have ended, and reports every failure as one
 * {@link dev.muster.group.ExceptionGroup}.
 */
@NullMarked
package dev.muster.scope;

import org.jspecify.annotations.NullMarked;
