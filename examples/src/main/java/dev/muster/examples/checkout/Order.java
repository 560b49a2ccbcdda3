package dev.muster.examples.checkout;

/** What somebody wants to buy. */
public record Order(String id, String article, String address) {}
