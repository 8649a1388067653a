package dev.baton.simulation;

/** What can go wrong at a point of the code. */
enum Fault {
    /** The thread stands still; it may go on much later, when others have taken over. */
    PAUSE(Where.ANYWHERE),
    /** The thread dies; its server lives on. */
    THREAD_DIES(Where.ANYWHERE),
    /** The server dies with all its threads. */
    CRASH(Where.ANYWHERE),
    /** The server dies between two statements of a transaction. */
    CRASH_INSIDE(Where.STATEMENT),
    /** The thread dies between two statements of a transaction. */
    THREAD_DIES_INSIDE(Where.STATEMENT),
    /** Another process holds the lock: not written, and the caller is told Unknown. */
    BUSY(Where.WRITE),
    /** Written, and the caller is told Unknown; the store goes on. */
    COMMIT_REPLY_LOST(Where.WRITE),
    /** Not written, told Unknown, and the store writes no more: the server has to end. */
    IO_ERROR(Where.WRITE),
    /** Written, told Unknown, and the store writes no more. */
    IO_ERROR_AFTER_COMMIT(Where.WRITE),
    /** A read has no answer. */
    READ_FAILS(Where.READ),
    /** The request never arrives; the caller sees a failure. */
    REQUEST_LOST(Where.CALL),
    /** The request is done; the caller sees a failure. */
    REPLY_LOST(Where.CALL),
    /** The caller sees a failure; the request arrives later, or much later. */
    DELAYED(Where.CALL),
    /** Done now, and once more later. */
    DOUBLED(Where.CALL),
    /** The server dies after it sent the request, which arrives later. */
    LANDS_AFTER_DEATH(Where.CALL);

    /** At which points it can strike. */
    enum Where {
        ANYWHERE,
        READ,
        WRITE,
        STATEMENT,
        CALL
    }

    private final Where where;

    Fault(Where where) {
        this.where = where;
    }

    boolean strikesAt(Place place) {
        return switch (where) {
            case ANYWHERE -> place != Place.STATEMENT;
            case READ -> place == Place.READ;
            case WRITE -> place == Place.WRITE;
            case STATEMENT -> place == Place.STATEMENT;
            case CALL -> place == Place.CALL;
        };
    }
}
