/** Task scopes in JUnit tests. */
module dev.muster.junit {
    requires transitive dev.muster.core;
    requires transitive org.junit.jupiter.api;
    requires org.opentest4j;
    requires static org.junit.platform.launcher;
    requires static org.jspecify;

    exports dev.muster.junit;
    // to be registered by hand: the launcher finds listeners on the class path only
    exports dev.muster.junit.report;

    // junit creates the extensions, which are not public
    opens dev.muster.junit to
            org.junit.platform.commons;
}
