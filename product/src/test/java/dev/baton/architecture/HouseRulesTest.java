package dev.baton.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.baton.main.Main;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Keeps the house in order: who may import whom, where time, chance, the environment and the
 * console may be met, and what things may be called. Each rule is shown twice: the product keeps
 * it, and the fixture, a small house that breaks every rule, is caught.
 */
class HouseRulesTest {
    private static final String FIXTURE = "dev.baton.architecture.fixture";

    @Nested
    class OnTheProduct {
        private static final HouseRules RULES =
                new HouseRules("dev.baton", new ClassFileImporter().importPath(home(Main.class)));

        @Test
        void r1ImportsFollowTheTable() {
            assertThat(RULES.r1Imports()).isEmpty();
        }

        @Test
        void r2PackagesFormNoCycle() {
            assertThat(RULES.r2Cycles()).isEmpty();
        }

        @Test
        void r3OnlyMainKnowsAdaptersAndNobodyKnowsMain() {
            assertThat(RULES.r3MainAndAdapters()).isEmpty();
        }

        @Test
        void r4OnlyConfigAndMainReadTheEnvironment() {
            assertThat(RULES.r4Environment()).isEmpty();
        }

        @Test
        void r5TimeAndChanceAreInjected() {
            assertThat(RULES.r5TimeAndChance()).isEmpty();
        }

        @Test
        void r6NoStaticFieldChanges() {
            assertThat(RULES.r6StaticState()).isEmpty();
        }

        @Test
        void r7NamesSayWhatAThingIs() {
            assertThat(RULES.r7Names()).isEmpty();
        }

        @Test
        void r7NamesOfTestsToo() {
            JavaClasses tests = new ClassFileImporter()
                    .withImportOption(location -> !location.contains("/architecture/fixture/"))
                    .importPath(home(HouseRulesTest.class));
            assertThat(new HouseRules("dev.baton", tests).r7Names()).isEmpty();
        }

        @Test
        void r8EveryPackageIsNullMarked() {
            assertThat(RULES.r8NullMarked()).isEmpty();
        }

        @Test
        void r9ThrownExceptionsHaveAType() {
            assertThat(RULES.r9GenericExceptions()).isEmpty();
        }

        @Test
        void r9OnlyFourClassesCatchEverything() {
            assertThat(RULES.r9CatchAll(Path.of("src/main/java/dev/baton"))).isEmpty();
        }

        @Test
        void r9OnlyCliAndMainPrint() {
            assertThat(RULES.r9Console()).isEmpty();
        }

        @Test
        void r12AdaptersShowTheirFactoryOnly() {
            assertThat(RULES.r12PublicSurface()).isEmpty();
        }
    }

    @Nested
    class OnTheFixture {
        private static final HouseRules RULES =
                new HouseRules(FIXTURE, new ClassFileImporter().importPackages(FIXTURE));

        @Test
        void r1CatchesAnEdgeAPackageWithoutRowAndALibrary() {
            assertThat(RULES.r1Imports())
                    .contains(
                            "package " + FIXTURE + ".stray: add it to ImportTable",
                            FIXTURE + ".engine.ThingManager uses " + FIXTURE
                                    + ".web.Page: the row of engine allows [model, store]",
                            FIXTURE + ".engine.ThingManager uses java.sql.Connection:"
                                    + " that library serves [store.jdbc]",
                            FIXTURE + ".engine.ThingManager uses picocli.CommandLine:"
                                    + " that library serves [cli, setup, main]",
                            FIXTURE + ".engine.ThingManager uses org.assertj.core.api.Assertions:"
                                    + " no row names that library");
        }

        @Test
        void r2CatchesACycle() {
            assertThat(RULES.r2Cycles()).anyMatch(line -> line.contains("Cycle detected"));
        }

        @Test
        void r3CatchesWhoKnowsMainOrAnAdapter() {
            assertThat(RULES.r3MainAndAdapters())
                    .contains(
                            FIXTURE + ".forge.github.GitHubForge uses " + FIXTURE
                                    + ".main.Main: only main may know it",
                            FIXTURE + ".web.Page uses " + FIXTURE
                                    + ".forge.github.GitHubForge: only main may know it");
        }

        @Test
        void r4CatchesTheEnvironment() {
            assertEachCaught(RULES.r4Environment(), "System.getenv", "System.getProperty");
        }

        @Test
        void r5CatchesTimeAndChance() {
            assertEachCaught(
                    RULES.r5TimeAndChance(),
                    "Instant.now",
                    "LocalDateTime.now",
                    "Clock.systemUTC",
                    "System.currentTimeMillis",
                    "System.nanoTime",
                    "Thread.sleep",
                    "UUID.randomUUID",
                    "Random.<init>");
        }

        @Test
        void r6CatchesStaticState() {
            assertThat(RULES.r6StaticState())
                    .containsExactly(FIXTURE + ".engine.ThingManager.calls");
        }

        @Test
        void r7CatchesNames() {
            assertThat(RULES.r7Names())
                    .extracting(line -> line.substring(FIXTURE.length(), line.indexOf(':')))
                    .containsExactly(
                            ".engine.BaseThing", ".engine.ThingManager", ".web.Page$RowHelper");
        }

        @Test
        void r8CatchesAPackageWithoutNullMarked() {
            assertThat(RULES.r8NullMarked())
                    .contains(FIXTURE + ".web: no package-info with @NullMarked")
                    .doesNotContain(FIXTURE + ".engine: no package-info with @NullMarked");
        }

        @Test
        void r9CatchesGenericExceptionsCatchAllAndPrinting() {
            assertThat(RULES.r9GenericExceptions()).hasSize(1);
            assertThat(RULES.r9CatchAll(Path.of("src/test/java/dev/baton/architecture/fixture")))
                    .containsExactly("engine.ThingManager: catches everything");
            assertEachCaught(RULES.r9Console(), "System.out", "printStackTrace");
        }

        @Test
        void r12CatchesASecondPublicTypeOfAnAdapter() {
            assertThat(RULES.r12PublicSurface())
                    .containsExactly("forge.github: one public type, its factory, but found"
                            + " [GitHubForge, GitHubWire]");
        }

        private static void assertEachCaught(List<String> breaches, String... names) {
            assertThat(names)
                    .allSatisfy(name ->
                            assertThat(breaches).anyMatch(breach -> breach.endsWith("." + name)));
        }
    }

    private static Path home(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }
}
