package dev.baton.web.rest;

import dev.baton.model.EnvironmentRules;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the settings say of the environments of every project, by its name, at that moment. */
@FunctionalInterface
public interface EnvironmentFacts {
    Map<String, List<EnvironmentRules>> at(Instant now);
}
