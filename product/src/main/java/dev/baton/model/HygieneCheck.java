package dev.baton.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the gate {@code hygiene} looks at. */
public enum HygieneCheck {
    /** Folders that are commits of other repositories, and repositories kept as files. */
    SUBMODULES("submodules"),
    /** Pointers of Git LFS and what they point at. */
    LFS("lfs"),
    /** Names that other systems cannot have, or cannot tell apart. */
    NAMES("names"),
    /** Links that lead out of the tree. */
    LINKS("links"),
    /** Markers of a conflict that nobody solved. */
    CONFLICTS("conflicts"),
    /** Files above a size. */
    SIZE("size"),
    /** Commits of the base once more, under other hashes. */
    REPLAYED("replayed");

    private final String word;

    HygieneCheck(String word) {
        this.word = word;
    }

    /** The name in settings. */
    public String word() {
        return word;
    }

    public static Optional<HygieneCheck> of(String word) {
        return Arrays.stream(values()).filter(check -> check.word.equals(word)).findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(HygieneCheck::word).toList();
    }
}
