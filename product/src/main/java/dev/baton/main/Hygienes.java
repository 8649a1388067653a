package dev.baton.main;

import dev.baton.config.ProjectSettings;
import dev.baton.config.Settings;
import dev.baton.forge.git.GitForge;
import dev.baton.pipeline.HygieneSettings;
import dev.baton.workspace.Hygiene;

import java.util.Optional;

/** Puts together who looks at the files of commits, and what the settings let pass. */
final class Hygienes {
    private Hygienes() {}

    static Hygiene of(Outside outside) {
        return new Hygiene(
                outside.git(), outside.mirrors(), outside.folders(), GitForge.lfs()::apply);
    }

    /** A project that the settings have no more: the defaults. */
    static Hygiene.Rules rules(Settings settings, String project) {
        HygieneSettings written = Optional.ofNullable(settings.projects().get(project))
                .map(ProjectSettings::hygiene)
                .orElse(HygieneSettings.DEFAULT);
        return new Hygiene.Rules(written.rules(), written.hosts());
    }
}
