/** Task scopes: blocks of code that own the tasks they start and end only after all of them have ended. */
@NullMarked
package dev.muster.scope;

import org.jspecify.annotations.NullMarked;
