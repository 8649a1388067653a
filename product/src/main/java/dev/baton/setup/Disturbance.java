package dev.baton.setup;

import java.time.Duration;

/** Something that happens to a demo's server while its task is on its way. */
interface Disturbance {
    /** None: a look at the task ten times a second is enough for people. */
    Disturbance NONE = new Disturbance() {
        @Override
        public void heard(DemoHistory history) {
            // nothing to learn
        }

        @Override
        public Duration act(DemoHistory history, boolean done) {
            return Duration.ofMillis(100);
        }

        @Override
        public boolean over() {
            return true;
        }
    };

    /** The history grew, or the server is another one. */
    void heard(DemoHistory history);

    /**
     * Does what is due, and leaves a server that is ready unless somebody asked to end.
     *
     * @param done whether the task is done
     * @return how long to rest before the next look
     */
    Duration act(DemoHistory history, boolean done);

    /** Whether nothing more is to come, and everything that came is understood. */
    boolean over();
}
