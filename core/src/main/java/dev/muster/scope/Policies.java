package dev.muster.scope;

/** The ready policies; an enum, so that they print by name. */
enum Policies implements Policy {
    FAIL_FAST {
        @Override
        public boolean shouldCancel(Task<?> ended) {
            return ended.state() == Task.State.FAILED;
        }
    },
    COLLECT_ALL {
        @Override
        public boolean shouldCancel(Task<?> ended) {
            return false;
        }
    }
}
