package dev.muster.examples.checkout;

/** The numbers under which the services keep an order. */
public record Receipt(String reservation, String payment, String delivery) {}
