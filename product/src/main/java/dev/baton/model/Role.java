package dev.baton.model;

/** What an agent is asked to be in a stage: developer, reviewer … Settings map it to an agent. */
public record Role(String name) {
    @Override
    public String toString() {
        return name;
    }
}
