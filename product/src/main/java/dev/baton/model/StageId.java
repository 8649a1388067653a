package dev.baton.model;

import java.util.regex.Pattern;

/** The name of a stage, unique in its pipeline. */
public record StageId(String name) {
    private static final Pattern ALLOWED = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    /** Where every task starts; it has no work and is left at the first drive. */
    public static final StageId CREATED = new StageId("created");

    /** Where a task ends that went all the way. */
    public static final StageId DONE = new StageId("done");

    /** Reserved: where a stopped task is shown. */
    public static final StageId CANCELLED = new StageId("cancelled");

    public StageId {
        if (!ALLOWED.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "stage name: expected lower-case letters, digits and dashes (at most 40),"
                            + " found '" + name + "'");
        }
    }

    public boolean reserved() {
        return equals(CREATED) || equals(DONE) || equals(CANCELLED);
    }

    @Override
    public String toString() {
        return name;
    }
}
