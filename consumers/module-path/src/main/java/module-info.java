/** Uses each published module as a module. */
module consumer.modules {
    requires dev.muster.core;
    requires dev.muster.assertj;
    requires dev.muster.junit;
    requires org.junit.platform.launcher;
    requires org.junit.jupiter.api;
    requires org.junit.jupiter.engine;

    opens consumer.modules to
            org.junit.platform.commons;
}
