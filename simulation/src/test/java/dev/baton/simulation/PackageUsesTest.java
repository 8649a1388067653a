package dev.baton.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.Driver;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a mutant of a package shows through. */
class PackageUsesTest {
    private static final PackageUses USES =
            new PackageUses(List.of(where(Driver.class), where(Episode.class)));

    @Test
    void whoUsesAPackageReachesItWhoeverIsBetween() {
        assertThat(USES.reaching(List.of("dev/baton/model/")))
                .contains(
                        "dev/baton/model/",
                        "dev/baton/store/jdbc/",
                        "dev/baton/engine/",
                        "dev/baton/jobs/",
                        "dev/baton/simulation/");
    }

    @Test
    void whatAPackageUsesItselfDoesNotReachIt() {
        assertThat(USES.reaching(List.of("dev/baton/engine/")))
                .contains("dev/baton/jobs/", "dev/baton/simulation/")
                .doesNotContain("dev/baton/model/", "dev/baton/store/", "dev/baton/store/jdbc/");
    }

    private static Path where(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
