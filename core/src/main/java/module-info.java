/** Exception groups and task scopes. */
module dev.muster.core {
    requires static jdk.jfr;
    requires static org.jspecify;

    exports dev.muster.group;
    exports dev.muster.scope;
}
