/**
 * The lesson that Muster starts from, in the order to read it: {@code SeveralTasksFailTest}, {@code ExceptStarTest},
 * {@code GroupByHandTest}, {@code RobustOperationTest}, {@code PartialFailuresTest}.
 */
@NullMarked
package dev.muster.examples.lesson;

import org.jspecify.annotations.NullMarked;
