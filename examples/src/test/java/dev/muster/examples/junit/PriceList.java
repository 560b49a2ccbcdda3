package dev.muster.examples.junit;

interface PriceList {
    int priceOf(String article);

    // Mockito is strict about calls that come from another file than the stubbing
    static int priceOfTwo(PriceList prices, String article) {
        return 2 * prices.priceOf(article);
    }
}
