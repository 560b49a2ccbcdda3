package dev.muster.assertj;

final class Placeholder {
    private Placeholder() {}
}
