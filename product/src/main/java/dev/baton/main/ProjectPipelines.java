package dev.baton.main;

import dev.baton.config.ProjectSettings;
import dev.baton.intake.PipelineSource;
import dev.baton.model.FailureCode;
import dev.baton.model.PermanentFailure;
import dev.baton.model.Sha;
import dev.baton.workspace.BaseFiles;
import dev.baton.workspace.Mirrors;

import java.util.Map;

/**
 * The pipeline a new task is pinned to: the preset, or the file of the base branch as it is now.
 */
final class ProjectPipelines implements PipelineSource {
    private static final String FILE = ".baton/pipeline.yaml";

    private final Map<String, ProjectSettings> projects;
    private final Mirrors mirrors;

    ProjectPipelines(Map<String, ProjectSettings> projects, Mirrors mirrors) {
        this.projects = projects;
        this.mirrors = mirrors;
    }

    @Override
    public Text of(String name) {
        ProjectSettings project = projects.get(name);
        if (project == null) {
            throw new PermanentFailure(
                    FailureCode.SETTINGS, "project " + name + ": no such project");
        }
        return project.pipeline()
                .presetYaml()
                .map(yaml -> new Text("preset " + project.pipeline().preset(), yaml))
                .orElseGet(() -> at(project, mirrors, mirrors.of(project.name()).fetchBase()));
    }

    /** The file in a commit of the mirror. */
    static Text at(ProjectSettings project, Mirrors mirrors, Sha commit) {
        String tip = commit.value();
        String yaml = new BaseFiles(mirrors)
                .read(project.name(), tip, FILE)
                .orElseThrow(() -> new PermanentFailure(
                        FailureCode.SETTINGS,
                        "project " + project.name() + ": expected " + FILE + " on "
                                + project.base() + " at " + tip.substring(0, 7)
                                + ", found none. Next: add it, or set projects." + project.name()
                                + ".pipeline: quick"));
        return new Text(FILE + " at " + tip.substring(0, 7), yaml);
    }
}
