package dev.baton.model;

/** The database's number of a task; people see the key ({@code SHOP-12}) instead. */
public record TaskId(long value) {
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
