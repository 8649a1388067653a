package dev.baton.api;

/** What the agents of a task used; money in millionths of the account's currency. */
public record CostView(long tokensIn, long tokensOut, long micros) {
    public static final CostView NONE = new CostView(0, 0, 0);
}
