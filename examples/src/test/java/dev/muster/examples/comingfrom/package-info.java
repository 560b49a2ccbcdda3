/** The Java side of the pages for those who come from elsewhere. */
@NullMarked
package dev.muster.examples.comingfrom;

import org.jspecify.annotations.NullMarked;
