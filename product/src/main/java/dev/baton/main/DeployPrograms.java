package dev.baton.main;

import dev.baton.config.Settings;
import dev.baton.deploy.EnvironmentSettings;
import dev.baton.deploy.EnvironmentSettings.Source;
import dev.baton.workspace.ShellWords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says at the start which deploys will not find their program: nothing else stops for it. */
final class DeployPrograms {
    private static final Logger log = LoggerFactory.getLogger(DeployPrograms.class);

    private DeployPrograms() {}

    static void warn(Settings settings) {
        Path folder = settings.file().toAbsolutePath().resolveSibling("").normalize();
        settings.projects()
                .forEach((project, of) -> of.environments()
                        .forEach((name, environment) -> missing(folder, environment)
                                .forEach(program -> warn(project, name, program))));
    }

    private static Stream<Path> missing(Path folder, EnvironmentSettings environment) {
        if (environment.from() != Source.SETTINGS) {
            return Stream.empty();
        }
        return Stream.of(environment.start(), environment.rollback())
                .filter(Objects::nonNull)
                .flatMap(line -> ShellWords.program(line).stream())
                .map(word -> folder.resolve(ShellWords.plain(word)).normalize())
                .filter(program -> !Files.exists(program))
                .distinct();
    }

    private static void warn(String project, String name, Path program) {
        log.warn(
                "projects.{}.environments.{}: expected {}, found no such file: a task that gets"
                        + " there is parked. Next: put it there, or, if the repository's own"
                        + " script is meant, from: repository with sandbox: bubblewrap or an"
                        + " approval",
                project,
                name,
                program);
    }
}
