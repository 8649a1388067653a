package dev.baton.notify;

import dev.baton.model.Notice;

/** One way to tell people. Used by one thread; every call ends within a bound of its own. */
public interface Channel {
    /** Unique, and the same for ever: what was told is remembered under it. */
    String name();

    /** Whether it wants to tell this at all. */
    boolean wants(Notice notice);

    Sent send(Notice notice);

    /** What became of it. */
    sealed interface Sent {}

    /** Told. */
    record Delivered() implements Sent {}

    /** Nobody can tell whether it arrived, or it certainly did not: the same again later. */
    record Later(String why) implements Sent {}

    /** It will never be taken: not tried again. */
    record Refused(String why) implements Sent {}
}
