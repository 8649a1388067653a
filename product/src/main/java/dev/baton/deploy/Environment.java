package dev.baton.deploy;

import dev.baton.model.Deployment;
import dev.baton.model.Evidence;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One environment of a project. Safe for use by many threads. */
public interface Environment {
    /** Whose programs the deploy commands run. */
    EnvironmentSettings.Source from();

    /** Where the programs of the settings are: the folder of baton.yaml. */
    Path folder();

    /** The command that deploys, as written; it runs in a checkout of the commit. */
    String start();

    /** The command that brings back what was there before; empty = nothing does. */
    Optional<String> rollback();

    /** When deploys to it may begin again; empty = now. */
    Optional<Instant> opensAt(Instant now);

    /** How long each of them may take before nobody knows what becomes of it. */
    Duration timeout();

    /** What it takes to be healthy; empty = that the deploy command ended well. */
    Optional<Verification> verification();

    /** Asks once whether it is healthy with the commit of that deployment. */
    Probe probe(Deployment deployment);

    /** Asks what became of a deploy that nobody saw end. */
    Evidence.DeployStatus status(Deployment deployment);

    /**
     * When it is healthy.
     *
     * @param successes healthy answers in a row
     * @param deadline in watched time from the end of the deploy command
     */
    record Verification(int successes, Duration deadline) {}

    /** One answer. */
    sealed interface Probe {
        /** What was found, for people. */
        String found();
    }

    /** It answered the commit. */
    record Healthy(String found) implements Probe {}

    /** It did not; not yet, or not any more. */
    record Unhealthy(String found) implements Probe {}
}
