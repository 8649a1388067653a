package dev.baton.simulation;

import dev.baton.forge.Forge;
import dev.baton.model.FailureCode;
import dev.baton.model.Sha;
import dev.baton.model.TransientFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A forge with the conditions of a real one: leases, an atomic push of base and marker, one open
 * change request per branch. Each part of an operation that is a request of its own is one here.
 */
final class FakeForge implements Forge {
    private static final Duration UNTIL_CLEAN = Duration.ofSeconds(30);

    private final Repository repository;
    private final Network network;
    private final Fibers fibers;
    private final Ledger ledger;

    FakeForge(Repository repository, Network network, Fibers fibers, Ledger ledger) {
        this.repository = repository;
        this.network = network;
        this.fibers = fibers;
        this.ledger = ledger;
    }

    @Override
    public Optional<Sha> tip(String branch) {
        return network.ask(
                "forge.tip",
                () -> Optional.ofNullable(repository.branches.get(branch)),
                FakeForge::noAnswer);
    }

    @Override
    public Map<String, Sha> branches() {
        return network.ask(
                "forge.branches", () -> Map.copyOf(repository.branches), FakeForge::noAnswer);
    }

    @Override
    public Push push(String branch, Sha sha, @Nullable Sha expected) {
        Caller by = fibers.caller();
        return network.change(
                "forge.push", () -> pushed(by, branch, sha, expected), FakeForge::noAnswer);
    }

    private Push pushed(@Nullable Caller by, String branch, Sha sha, @Nullable Sha expected) {
        Sha now = repository.branches.get(branch);
        if (sha.equals(now)) {
            ledger.refused();
            return new Moved();
        }
        if (!Objects.equals(now, expected)) {
            return new Elsewhere(now);
        }
        repository.branches.put(branch, sha);
        ledger.again(by);
        return new Moved();
    }

    @Override
    public boolean deleteBranch(String branch, Sha expected) {
        return network.change(
                "forge.delete-branch",
                () -> {
                    if (expected.equals(repository.branches.get(branch))) {
                        repository.branches.remove(branch);
                    }
                    return !repository.branches.containsKey(branch);
                },
                FakeForge::noAnswer);
    }

    @Override
    public Optional<ChangeRequest> find(String branch, String base) {
        return network.ask("forge.find", () -> open(branch), FakeForge::noAnswer);
    }

    @Override
    public Opening open(Proposal proposal) {
        Caller by = fibers.caller();
        return network.change("forge.open", () -> opened(by, proposal), FakeForge::noAnswer);
    }

    private Opening opened(@Nullable Caller by, Proposal proposal) {
        String gone = repository.withdrawn.get(proposal.key());
        if (gone != null) {
            ledger.refused();
            return new Withdrawn(gone);
        }
        Optional<ChangeRequest> there = open(proposal.branch());
        if (there.isPresent()) {
            ledger.refused();
            return new Opened(there.get());
        }
        repository.requests.add(new Repository.Request(proposal.key(), proposal.branch()));
        ledger.once(by, proposal.head().value());
        return new Opened(open(proposal.branch()).orElseThrow());
    }

    @Override
    public Optional<ChangeRequest> withdraw(Proposal proposal) {
        return network.change(
                "forge.withdraw",
                () -> {
                    Optional<ChangeRequest> there = open(proposal.branch());
                    repository.withdrawn.put(proposal.key(), "withdrawn");
                    repository.requests.stream()
                            .filter(request -> request.branch.equals(proposal.branch()))
                            .forEach(request -> request.open = false);
                    return there;
                },
                FakeForge::noAnswer);
    }

    private Optional<ChangeRequest> open(String branch) {
        return repository.requests.stream()
                .filter(request -> request.open && request.branch.equals(branch))
                .map(request -> new ChangeRequest(
                        Integer.toString(repository.requests.indexOf(request) + 1),
                        branch,
                        Repository.BASE))
                .findFirst();
    }

    @Override
    public Landing land(Merge merge) {
        Caller by = fibers.caller();
        boolean taken = network.change("forge.land", () -> landed(by, merge), FakeForge::noAnswer);
        if (taken) {
            return new Landed();
        }
        return switch (marker(merge)) {
            case LandedMarker landed -> new Landed();
            case Tombstone tombstone -> new Outdated("given up before: " + tombstone.why());
            case NoMarker none -> notLanded(merge);
        };
    }

    /** One atomic push: base with its lease, marker and attempt with the lease "absent". */
    private boolean landed(@Nullable Caller by, Merge merge) {
        boolean there = repository.landed.containsKey(merge.key());
        Sha base = repository.base();
        boolean moves = base.equals(merge.baseSha());
        if (repository.dirty
                || repository.tombstones.containsKey(merge.key())
                || !(moves || base.equals(merge.sha()))
                || !repository.attempts.add(merge.key())) {
            if (there) {
                ledger.refused();
            }
            return false;
        }
        repository.landed.put(merge.key(), merge.sha());
        if (moves) {
            repository.base(merge.sha());
        }
        ledger.once(by, merge.sha().value());
        return true;
    }

    private Landing notLanded(Merge merge) {
        Optional<Sha> tip = tip(merge.base());
        if (!tip.equals(Optional.of(merge.baseSha()))) {
            return new Outdated("the base is at " + tip.map(Sha::value).orElse("nothing"));
        }
        if (repository.dirty) {
            return new Postponed("the checkout of the base is dirty", UNTIL_CLEAN);
        }
        throw new TransientFailure(FailureCode.FORGE, "push refused, and nobody says why");
    }

    @Override
    public Marker marker(Merge merge) {
        return network.ask("forge.marker", () -> read(merge), FakeForge::noAnswer);
    }

    @Override
    public Marker bury(Merge merge, String why) {
        return network.change(
                "forge.bury",
                () -> {
                    if (!repository.landed.containsKey(merge.key())) {
                        repository.tombstones.putIfAbsent(merge.key(), why);
                    }
                    return read(merge);
                },
                FakeForge::noAnswer);
    }

    private Marker read(Merge merge) {
        String buried = repository.tombstones.get(merge.key());
        if (buried != null) {
            return new Tombstone(buried);
        }
        return repository.landed.containsKey(merge.key()) ? new LandedMarker() : new NoMarker();
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // It never returns.
    private static <T> T noAnswer(String what) {
        throw new TransientFailure(FailureCode.FORGE, what);
    }
}
