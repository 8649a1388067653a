package dev.baton.simulation;

import org.jspecify.annotations.Nullable;

/**
 * One thing that happens. What it is about is worked out when it happens, by counting through what
 * there is then, so that a schedule stays one when moves are taken out of it.
 */
record Move(Kind kind, int a, int b, @Nullable Armed fault) {

    /** What can happen, and how often. */
    enum Kind {
        /** Something that waits for a thread of a server gets one. */
        WORK(34),
        /** A periodic duty comes round. */
        DUTY(20),
        /** Everybody has a turn, and processes end well: the task gets on. */
        ROUND(22),
        /** A thread that stood still goes on. */
        RESUME(12),
        /** A request that was under way arrives. */
        LAND(9),
        /** A process ends by itself. */
        END_RUN(18),
        /** A process, its supervisor or both are killed by something outside. */
        BREAK_RUN(2),
        /** Time passes. */
        ADVANCE(7),
        /** The wall clock jumps. */
        JUMP(4),
        /** A server dies. */
        CRASH(2),
        /** Another server starts while there is one. */
        SECOND_SERVER(1),
        /** The machine is started anew. */
        REBOOT(1),
        /** A person decides something about a task. */
        COMMAND(3),
        /** A person keeps a base or an environment still, or lets go of everything. */
        HOLD(2),
        /** The same item is filed, perhaps again. */
        FILE(2),
        /** A task is taken from an owner who may well be alive, and driven by somebody else. */
        SUSPECT(10),
        /** Somebody drives a task past the server's own order. */
        DRIVE(3),
        /** Somebody pushes to the base. */
        PERSON_PUSHES(1),
        /** Somebody puts the base back. */
        PERSON_ROLLS_BACK(2),
        /** The checkout of the base becomes dirty, or clean. */
        DIRTY(1),
        /** The next candidate will not merge. */
        CONFLICT(1),
        /** The same webhook many times. */
        STORM(1),
        /** A deploy is killed, or fails. */
        BREAK_DEPLOY(25);

        private final int weight;

        Kind(int weight) {
            this.weight = weight;
        }

        int weight() {
            return weight;
        }

        /** Whether code of a server runs in it. */
        boolean runsCode() {
            return switch (this) {
                case WORK, DUTY, ROUND, RESUME, COMMAND, HOLD, FILE, SUSPECT, DRIVE, STORM -> true;
                case LAND,
                        END_RUN,
                        BREAK_RUN,
                        BREAK_DEPLOY,
                        ADVANCE,
                        JUMP,
                        CRASH,
                        SECOND_SERVER,
                        REBOOT,
                        PERSON_PUSHES,
                        PERSON_ROLLS_BACK,
                        DIRTY,
                        CONFLICT -> false;
            };
        }
    }

    @Override
    public String toString() {
        return kind + " " + a + " " + b
                + (fault == null ? "" : " with " + fault.fault() + " after " + fault.after());
    }
}
