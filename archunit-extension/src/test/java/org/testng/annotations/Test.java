package org.testng.annotations;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Stands in for the annotation of TestNG. */
@Retention(RetentionPolicy.RUNTIME)
public @interface Test {
    Class<?>[] expectedExceptions() default {};
}
