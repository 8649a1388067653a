package dev.baton.model;

/** What the journal says of an effect. */
public enum EffectState {
    /** May or may not have happened; nobody acts on it without asking the resource. */
    INTENT(false),
    /** Happened, seen at the resource. */
    CONFIRMED(true),
    /** Never happened and never will: decided at the resource. */
    POISONED(true),
    /** The resource cannot say; a person must. */
    IN_DOUBT(false);

    private final boolean settled;

    EffectState(boolean settled) {
        this.settled = settled;
    }

    public boolean settled() {
        return settled;
    }
}
