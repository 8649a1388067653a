package dev.baton.simulation;

/**
 * On whose behalf a request is made, for the receiver's count.
 *
 * @param key of the effect
 * @param epoch of the task as its sender knew it
 */
record Caller(String key, long epoch) {}
