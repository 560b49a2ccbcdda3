package org.junit;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Stands in for the annotation of JUnit 4. */
@Retention(RetentionPolicy.RUNTIME)
public @interface Test {
    Class<? extends Throwable> expected() default None.class;

    /** What JUnit 4 has for no exception. */
    class None extends Throwable {
        private static final long serialVersionUID = 1;
    }
}
