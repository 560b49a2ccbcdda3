/** ArchUnit rules for structured concurrency. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"
}) // archunit is an automatic module, with a name in its manifest
module dev.muster.archunit {
    requires transitive com.tngtech.archunit;
    requires static com.tngtech.archunit.junit5.api;
    requires static org.jspecify;

    exports dev.muster.archunit;
}
