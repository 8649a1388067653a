package dev.baton.gates;

import dev.baton.model.Evidence;
import dev.baton.model.Gate;
import dev.baton.model.Judgement;
import dev.baton.model.Sha;

import java.util.ArrayList;
import java.util.List;

/** What the ledger says of a deployment that is over. */
final class DeployGate {
    private DeployGate() {}

    /**
     * @param log the end of the deploy command's output
     */
    static Judgement judge(Gate.Deploy gate, Sha sha, Evidence.DeployEnd end, String log) {
        String what = end.id() + ": " + sha.abbreviated() + " in " + gate.environment() + ": ";
        return switch (end.state()) {
            case HEALTHY -> new Judgement.Green(what + "healthy, " + end.found());
            case RED, FAILED, ROLLED_BACK ->
                new Judgement.Red(what + end.found(), findings(end, log));
            case INTENDED, STARTED, VERIFYING, CANCELLED, IN_DOUBT ->
                new Judgement.Undecided(
                        what + "expected a deployment that is over, found " + end.state());
        };
    }

    private static List<String> findings(Evidence.DeployEnd end, String log) {
        List<String> findings = new ArrayList<>();
        findings.add("deploy " + end.id() + ": " + end.found());
        if (end.rollback() != null) {
            findings.add("rollback: " + end.rollback());
        }
        if (!log.isBlank()) {
            findings.add("the end of its output:\n" + log.strip());
        }
        return findings;
    }
}
