package dev.baton.setup;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where the server of a demo keeps its rows. */
enum DemoStore {
    /** A file in its data folder. */
    SQLITE,
    /** A database server that belongs to the demo. */
    POSTGRESQL;

    /** As people type it and the report says it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static DemoStore of(String word) {
        Optional<DemoStore> known =
                Arrays.stream(values()).filter(s -> s.word().equals(word)).findFirst();
        return known.orElseThrow(() -> SetupFailure.usage(
                "--store: expected "
                        + Arrays.stream(values())
                                .map(DemoStore::word)
                                .collect(Collectors.joining(" or "))
                        + ", found '" + word + "'",
                "./baton demo --store " + SQLITE.word()));
    }
}
