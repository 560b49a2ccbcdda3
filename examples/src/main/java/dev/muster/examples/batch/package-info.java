/** Gallery: lines are imported into a database in batches, and the report names each line that is wrong. */
@NullMarked
package dev.muster.examples.batch;

import org.jspecify.annotations.NullMarked;
