package dev.muster.group;

/** Takes the place of an exception that cannot be serialized; its message is what that one says of itself. */
final class StandIn extends Exception {
    private static final long serialVersionUID = 1L;

    private StandIn(String text) {
        super(text);
    }

    static StandIn of(Throwable original) {
        StandIn standIn = new StandIn(Describe.fully(original));
        standIn.setStackTrace(Describe.framesOf(original).toArray(new StackTraceElement[0]));
        return standIn;
    }
}
