package dev.baton.setup;

import dev.baton.api.EventView;

import java.util.Set;

/**
 * Says where a kill hit, by what was durable when the server was dead: the lines of the history
 * that were written before the next server was started. The first that fits:
 *
 * <ol>
 *   <li>{@code recovery}: the killed server came after another kill and had not answered that it
 *       is ready, or an intent which that kill had left open was open still;
 *   <li>{@code intent_unconfirmed}: an intent without its confirmation, which the killed server
 *       had written itself;
 *   <li>{@code commit}: the newest line is the move to a stage;
 *   <li>{@code agent}, {@code gate}: a run whose start is confirmed and whose end is not written,
 *       of an agent or of a command. Whether its process was done already is not asked: its result
 *       was not taken;
 *   <li>{@code idle}: none of these.
 * </ol>
 */
final class KillRule {
    private static final Set<String> ROLES =
            Set.of("analyst", "architect", "developer", "reviewer", "tester", "deployer");

    private KillRule() {}

    /**
     * @param durable what was written before the next start
     * @param ready whether the killed server had answered that it is ready
     * @param inherited the intents that were open when it was started
     */
    static KillPoint of(DemoHistory durable, boolean ready, Set<String> inherited) {
        Set<String> open = durable.open();
        if (!ready || open.stream().anyMatch(inherited::contains)) {
            return KillPoint.RECOVERY;
        }
        if (!open.isEmpty()) {
            return KillPoint.INTENT_UNCONFIRMED;
        }
        if (durable.newest().filter(KillRule::entersStage).isPresent()) {
            return KillPoint.COMMIT;
        }
        if (durable.running().isEmpty()) {
            return KillPoint.IDLE;
        }
        return durable.running().stream().anyMatch(ROLES::contains)
                ? KillPoint.AGENT
                : KillPoint.GATE;
    }

    /** A task that is done has no next stage whose work a kill could have cut off. */
    private static boolean entersStage(EventView event) {
        return DemoHistory.moves(event) && !event.stage().equals("done");
    }
}
