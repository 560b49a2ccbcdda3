package dev.muster.examples;

/** Runs every example and prints what it shows. */
public final class Showcase {
    private Showcase() {}

    public static void main(String[] args) {
        System.out.println("Muster: exception groups and task scopes for Java");
    }
}
