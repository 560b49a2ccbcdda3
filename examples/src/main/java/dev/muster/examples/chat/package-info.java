/** Gallery: a chat room that serves each guest in a task, and tests that talk to it with several guests at once. */
@NullMarked
package dev.muster.examples.chat;

import org.jspecify.annotations.NullMarked;
