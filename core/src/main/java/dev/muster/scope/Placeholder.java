package dev.muster.scope;

final class Placeholder {
    private Placeholder() {}
}
