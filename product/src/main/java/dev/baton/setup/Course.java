package dev.baton.setup;

import java.util.regex.Pattern;

/**
 * How far a preset takes the sample, so that kills can be spread over it.
 *
 * @param milestones effects from filed to done, when nothing goes wrong
 * @param last the key of the one that is near the end: what is not done then is done at once
 * @param deploys whether it goes on to environments
 */
record Course(int milestones, Pattern last, boolean deploys) {
    /** 4 agents, 3 tests, 2 pushes, 2 looks at the change request, and the merge. */
    private static final Course QUICK =
            new Course(12, Pattern.compile("[^/]+/\\d+/merge/.*"), false);

    /** 6 agents, 3 tests, 4 pushes, 2 looks at the change request, the merge, and 2 deploys. */
    private static final Course STANDARD =
            new Course(19, Pattern.compile("[^/]+/\\d+/deploy/production/.*"), true);

    static Course of(String pipeline) {
        return pipeline.equals("quick") ? QUICK : STANDARD;
    }

    /** Whether the last effect was intended. */
    boolean ending(DemoHistory history) {
        return history.events().stream()
                .anyMatch(event -> event.type().equals("intent")
                        && last.matcher(DemoHistory.effect(event)).matches());
    }
}
