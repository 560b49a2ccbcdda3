/** AssertJ assertions for exception groups and tasks. */
module dev.muster.assertj {
    requires transitive dev.muster.core;
    requires transitive org.assertj.core;
    requires static org.jspecify;

    exports dev.muster.assertj;
}
