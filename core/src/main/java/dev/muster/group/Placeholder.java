package dev.muster.group;

final class Placeholder {
    private Placeholder() {}
}
