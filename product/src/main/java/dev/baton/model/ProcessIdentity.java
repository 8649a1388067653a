package dev.baton.model;

/**
 * Which process, beyond the reuse of its number.
 *
 * @param start field 22 of {@code /proc/PID/stat}: clock ticks since boot
 * @param osBootId {@code /proc/sys/kernel/random/boot_id}
 */
public record ProcessIdentity(long pid, long start, String osBootId) {}
