package dev.muster.junit;

final class Placeholder {
    private Placeholder() {}
}
