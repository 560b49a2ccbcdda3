package dev.muster.assertj;

/** What counts as the contents of a group. */
enum View {
    MEMBERS("member", "members"),
    LEAVES("leaf", "leaves");

    private final String one;
    private final String many;

    View(String one, String many) {
        this.one = one;
        this.many = many;
    }

    String one() {
        return one;
    }

    String many() {
        return many;
    }

    /** As {@code 1 member} or {@code 2 members}. */
    String count(int count) {
        return count + " " + (count == 1 ? one : many);
    }
}
