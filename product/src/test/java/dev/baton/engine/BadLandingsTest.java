package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.model.Event;
import dev.baton.model.Gate;
import dev.baton.model.GateSubject;
import dev.baton.model.HygieneCheck;
import dev.baton.model.HygieneRules;
import dev.baton.model.MergeCandidate;
import dev.baton.model.Sha;
import dev.baton.model.TaskId;
import dev.baton.model.TaskStatus;
import dev.baton.store.Store;
import dev.baton.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories and changes as they are in the wild: landed once and as tested, or said why not. */
class BadLandingsTest {
    @TempDir
    static Path made;

    @TempDir
    Path folder;

    private Store database;
    private LandingWorld landing;
    private RealLanding real;

    /** Runs before the push, when the candidate is tested. */
    private Runnable beforeThePush = () -> {};

    @BeforeAll
    static void make() {
        RealLanding.make(made);
    }

    @BeforeEach
    void open() {
        database = EngineDatabase.open(folder);
        landing = new LandingWorld(database);
        real = new RealLanding(made, folder);
        landing.hands = modelled -> real.over(
                modelled, performer -> Interposed.before(performer, () -> beforeThePush.run()));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private TaskId land() {
        return drained(real.file(landing));
    }

    private TaskId land(Sha head) {
        return drained(real.file(landing, head));
    }

    private TaskId drained(TaskId id) {
        landing.drain(landing.start(), id);
        return id;
    }

    private TaskStatus status(TaskId id) {
        return landing.task(id).status();
    }

    /** A person retries, if a person was needed, once the ground is mended. */
    private void mendedLandsOnce(TaskId id) {
        if (status(id) == TaskStatus.PARKED) {
            landing.retry(id);
        }
        drained(id);
        assertThat(status(id)).isEqualTo(TaskStatus.DONE);
        assertThat(real.landed()).hasSize(1);
    }

    private String history(TaskId id) {
        return String.join("\n", landing.events(id).stream().map(Event::data).toList());
    }

    private MergeCandidate candidate(TaskId id) {
        return landing.store.read(reads -> reads.gates().candidates(id, 1)).getLast();
    }

    @Test
    void aHeadThatHasNothingInCommonWithTheBaseGoesBackWithThatSaid() {
        Sha alien = real.commit("git checkout -q --orphan alien && git rm -rfq . && echo x > x");
        TaskId id = land(alien);
        assertThat(candidate(id).conflicts())
                .containsExactly("(main and the head have no commit in common)");
        assertThat(history(id)).contains("(main and the head have no commit in common)");
        assertThat(real.tip()).isEqualTo(real.base);
    }

    @Test
    void aHeadThatIsInTheBaseAlreadyIsForAPerson() {
        TaskId id = land(real.base);
        assertThat(status(id)).isEqualTo(TaskStatus.PARKED);
        assertThat(Objects.requireNonNull(landing.task(id).parking()).why())
                .contains("already contains the head");
        assertThat(real.tip()).isEqualTo(real.base);
    }

    @Test
    void aBranchThatIsForcePushedDuringTheTestChangesNothingOfWhatWasTested() {
        beforeThePush = () -> real.person("git update-ref refs/heads/work main~1");
        TaskId id = land();
        assertThat(status(id)).isEqualTo(TaskStatus.DONE);
        assertThat(real.tip()).isEqualTo(candidate(id).sha());
        assertThat(real.git.git(real.repository, "rev-parse", "main^2"))
                .isEqualTo(real.head.value());
    }

    private Sha odd() {
        return real.commit("git checkout -q -b odd work"
                + " && printf x > \"$(printf 'a\\nb\\t\"c')\" && printf x > -rf && printf x > 'é 😀'"
                + " && printf x > ' ' && echo x > run.sh && chmod +x run.sh"
                + " && ln -s /etc/passwd link && ln -s nowhere dangling"
                + " && mkdir -p a/b && printf x > 'a/b/HEAD'"
                + " && printf '[submodule \"s\"]\\n\\tpath = sub\\n\\turl = ./s\\n'"
                + " > .gitmodules"
                + " && git update-index --add --cacheinfo 160000,"
                + "1111111111111111111111111111111111111111,sub");
    }

    @Test
    void aSubmoduleAtNoCommitAndNamesThatOthersCannotHaveGoBackWithTheirPaths() {
        landing.pipeline = LandingWorld.landing(
                List.of(new Gate.Hygiene(GateSubject.MERGE, HygieneRules.DEFAULT)));
        TaskId id = land(odd());
        assertThat(status(id)).isNotEqualTo(TaskStatus.DONE);
        assertThat(history(id)).contains("hygiene red");
        assertThat(findings(id))
                .anyMatch(line -> line.startsWith("sub: is a submodule at 1111111, which ./s"))
                .anyMatch(line -> line.startsWith("link: is a link to '/etc/passwd'"))
                .anyMatch(line -> line.startsWith(" : ends with a dot or a blank"))
                .hasSize(4);
        assertThat(real.tip()).isEqualTo(real.base);
    }

    private List<String> findings(TaskId id) {
        return landing.store.read(reads -> reads.gates().verdicts(id)).stream()
                .filter(verdict -> verdict.gate().equals(Gate.Hygiene.NAME))
                .findFirst()
                .orElseThrow()
                .findings();
    }

    @Test
    void oddNamesAndModesThatTheSettingsLetPassLandAsTheyAre() {
        landing.pipeline = LandingWorld.landing(List.of(new Gate.Hygiene(
                GateSubject.MERGE,
                new HygieneRules(
                        Set.of(HygieneCheck.NAMES, HygieneCheck.LINKS),
                        Map.of(HygieneCheck.SUBMODULES, Map.of("sub", "comes later")),
                        null))));
        TaskId id = land(odd());
        assertThat(status(id)).isEqualTo(TaskStatus.DONE);
        assertThat(real.git.git(real.repository, "ls-tree", "-r", "-z", "main"))
                .isEqualTo(real.git.git(
                        real.repository.resolveSibling("seed"), "ls-tree", "-r", "-z", "odd"))
                .contains("160000 commit", "120000 blob", "100755 blob", "a\nb\t\"c");
        assertThat(real.checkedOut(Objects.requireNonNull(candidate(id).sha())))
                .contains("run.sh", "link", "-rf", "é 😀");
    }

    @Test
    void aLockThatSomebodyLeftIsWaitedForAndNamed() throws IOException {
        Path lock = real.repository.resolve("refs/heads/main.lock");
        Files.createFile(lock);
        TaskId id = land();
        assertThat(status(id)).isNotEqualTo(TaskStatus.DONE);
        assertThat(history(id)).contains("main.lock");
        assertThat(real.tip()).isEqualTo(real.base);
        Files.delete(lock);
        mendedLandsOnce(id);
    }

    @Test
    void aRepositoryThatCannotBeWrittenAfterTheTestIsWaitedFor() throws IOException {
        Path objects = real.repository.resolve("objects");
        Path away = real.repository.resolve("away");
        beforeThePush = () -> {
            if (!Files.exists(away)) {
                real.person("mv objects away && touch objects");
            }
        };
        TaskId id = land();
        assertThat(status(id)).isNotEqualTo(TaskStatus.DONE);
        Files.delete(objects);
        Files.move(away, objects);
        beforeThePush = () -> {};
        assertThat(real.tip()).isEqualTo(real.base);
        mendedLandsOnce(id);
    }

    @Test
    void aHookThatRejectsIsForAPersonWithItsWords() throws IOException {
        real.hook("pre-receive", "echo 'not on fridays' >&2; exit 1");
        TaskId id = land();
        assertThat(status(id)).isEqualTo(TaskStatus.PARKED);
        assertThat(Objects.requireNonNull(landing.task(id).parking()).why())
                .contains("not on fridays");
        assertThat(real.tip()).isEqualTo(real.base);
        Files.delete(real.repository.resolve("hooks/pre-receive"));
        mendedLandsOnce(id);
    }

    @Test
    void aHookThatFailsAfterwardsDoesNotMakeItUndone() {
        real.hook("post-receive", "echo oh; exit 1");
        TaskId id = land();
        assertThat(status(id)).isEqualTo(TaskStatus.DONE);
        assertThat(real.landed()).hasSize(1);
    }

    /** As the lease reaper ends it: the owner is interrupted, and the next one asks the marker. */
    @Test
    void aHookThatHangsAfterwardsIsLeftAloneOnceTheStepIsOver() throws Exception {
        Path hanging = folder.resolve("hanging");
        real.hook("post-receive", "touch '" + hanging + "'; exec sleep 30");
        TaskId id = real.file(landing);
        Thread owner = Thread.ofPlatform().start(() -> landing.drain(landing.start(), id));
        Eventually.await().until(() -> Files.exists(hanging));
        owner.interrupt();
        Eventually.end(owner);
        drained(id);
        assertThat(status(id)).isEqualTo(TaskStatus.DONE);
        assertThat(real.landed()).isEqualTo(List.of(real.tip()));
    }
}
