package dev.baton.simulation;

import dev.baton.model.ProcessIdentity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What there is of one unit outside every server: its claim, its processes, its exit file. */
final class UnitProcess {
    private final String unit;
    Claim claim = Claim.NONE;
    boolean wrapperLives;
    boolean agentLives;
    boolean killed;

    @Nullable
    Integer exit;

    String boot = "";
    long bornNanos;
    long number;
    long epoch;
    Map<String, String> environment = Map.of();

    UnitProcess(String unit) {
        this.unit = unit;
    }

    /** Who came first. */
    enum Claim {
        NONE,
        SUPERVISOR,
        TOMBSTONE
    }

    String unit() {
        return unit;
    }

    boolean lives() {
        return wrapperLives || agentLives;
    }

    boolean agent() {
        return !environment.containsKey("BATON_GATE") && !deploys();
    }

    boolean deploys() {
        return environment.containsKey("BATON_DEPLOY_ID");
    }

    String task() {
        return environment.getOrDefault("BATON_TASK", "");
    }

    ProcessIdentity identity() {
        return new ProcessIdentity(number, number, boot);
    }

    void dies() {
        wrapperLives = false;
        agentLives = false;
    }
}
