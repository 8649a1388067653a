package dev.baton.config;

/** A value that must not be seen. Only {@link #reveal} gives it, so every use can be found. */
public final class Secret {
    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "***";
    }
}
