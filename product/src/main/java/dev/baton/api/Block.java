package dev.baton.api;

import com.fasterxml.jackson.annotation.JsonValue;

/** A part of a page that may fail without taking the others with it. */
public sealed interface Block<T> {

    /** What the part says; it stands in the JSON in the place of the block. */
    record Shown<T>(@JsonValue T value) implements Block<T> {}

    /** Why the part has nothing to say: {@code {"error": …}}. */
    record Failed<T>(String error) implements Block<T> {}
}
