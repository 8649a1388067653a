package dev.baton.forge.git;

import dev.baton.forge.Forge.ChangeRequest;
import dev.baton.forge.Forge.Opened;
import dev.baton.forge.Forge.Opening;
import dev.baton.forge.Forge.Proposal;
import dev.baton.forge.Forge.Withdrawn;
import dev.baton.model.FailureCode;
import dev.baton.model.Sha;
import dev.baton.model.TransientFailure;

import java.util.List;
import java.util.Optional;

/**
 * Change requests as {@code refs/baton/change/N} in the target repository. The numbers make them
 * one ordered list: a writer reads the whole list and takes the next free number, which must not
 * exist; whoever loses reads again. So two writers cannot both miss the other, and one that was
 * replaced finds the withdrawal of its own key.
 */
final class ChangeRefs {
    private static final String REFS = "refs/baton/change/";
    private static final String SEEN = "refs/baton/forge/change/";
    private static final int TRIES = 20;

    private final Remote remote;

    ChangeRefs(Remote remote) {
        this.remote = remote;
    }

    Optional<ChangeRequest> find(String branch, String base) {
        return records().stream()
                .filter(r -> r.openFor(branch, base))
                .findFirst()
                .map(ChangeRecord::request);
    }

    Opening open(Proposal proposal) {
        for (int i = 0; i < TRIES; i++) {
            List<ChangeRecord> records = records();
            Optional<ChangeRecord> open = records.stream()
                    .filter(r -> r.openFor(proposal.branch(), proposal.base()))
                    .findFirst();
            if (open.isPresent()) {
                return new Opened(open.get().request());
            }
            if (records.stream().anyMatch(r -> r.withdrawn(proposal.key()))) {
                return new Withdrawn("it was withdrawn before");
            }
            String number = next(records);
            if (write(number, null, proposal, true)) {
                return new Opened(new ChangeRequest(number, proposal.branch(), proposal.base()));
            }
        }
        throw crowded(proposal);
    }

    Optional<ChangeRequest> withdraw(Proposal proposal) {
        Optional<ChangeRequest> first = Optional.empty();
        for (int i = 0; i < TRIES; i++) {
            List<ChangeRecord> records = records();
            Optional<ChangeRecord> open = records.stream()
                    .filter(r -> r.openFor(proposal.branch(), proposal.base()))
                    .findFirst();
            if (open.isPresent()) {
                first = first.or(() -> open.map(ChangeRecord::request));
                write(open.get().number(), seen(open.get().number()), proposal, false);
            } else if (records.stream().anyMatch(r -> r.withdrawn(proposal.key()))
                    || write(next(records), null, proposal, false)) {
                return first;
            }
        }
        throw crowded(proposal);
    }

    /** All records, oldest first; brings them into the mirror, where git can read them. */
    private List<ChangeRecord> records() {
        remote.fetch("+" + REFS + "*:" + SEEN + "*");
        return remote
                .inMirror(remote.mirror(
                        "for-each-ref",
                        "--sort=version:refname",
                        "--format=%(refname:lstrip=4)%0a%(contents)%00",
                        SEEN))
                .parts()
                .stream()
                .map(String::stripLeading)
                .filter(part -> !part.isEmpty())
                .map(part -> ChangeRecord.parse(
                        part.substring(0, part.indexOf('\n')),
                        part.substring(part.indexOf('\n') + 1)))
                .toList();
    }

    private static String next(List<ChangeRecord> records) {
        long last = records.stream()
                .map(ChangeRecord::number)
                .filter(n -> n.matches("[1-9][0-9]{0,17}"))
                .mapToLong(Long::parseLong)
                .max()
                .orElse(0);
        return Long.toString(last + 1);
    }

    private Sha seen(String number) {
        return new Sha(remote.inMirror(remote.mirror("rev-parse", "--verify", SEEN + number))
                .line());
    }

    /**
     * True if it is there now. The commit has the head's tree and the head as parent, so that any
     * git shows what the change is, and a record holds its commits. The key is in its message, so
     * an equal commit under the same number is this very request.
     */
    private boolean write(
            String number,
            @org.jspecify.annotations.Nullable Sha from,
            Proposal proposal,
            boolean open) {
        String head = proposal.head().value();
        String date = remote.inMirror(
                        remote.mirror("show", "--no-patch", "--format=%cd", "--date=raw", head))
                .line();
        Sha record = new Sha(remote.inMirror(
                        remote.mirror("commit-tree", head + "^{tree}", "-p", head, "-F", "-")
                                .dated(date)
                                .input(ChangeRecord.message(proposal, open)))
                .line());
        return remote.push(new Remote.Move(REFS + number, from, record)).ok();
    }

    private static TransientFailure crowded(Proposal proposal) {
        return new TransientFailure(
                FailureCode.FORGE,
                "change request of " + proposal.branch() + ": expected a free number within "
                        + TRIES + " tries, found them taken by others");
    }
}
