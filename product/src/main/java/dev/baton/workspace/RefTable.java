package dev.baton.workspace;

import dev.baton.git.GitResult;
import dev.baton.model.Sha;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The refs of a task as one command of git told them, and new ones written by another. */
final class RefTable {
    private final Mirror mirror;
    private final String prefix;
    private final Map<String, Sha> refs = new HashMap<>();

    private RefTable(Mirror mirror, String prefix) {
        this.mirror = mirror;
        this.prefix = prefix;
        look();
    }

    static RefTable read(Mirror mirror, String prefix) {
        return new RefTable(mirror, prefix);
    }

    private void look() {
        GitResult listed = mirror.require(
                mirror.in("for-each-ref", "--format=%(objectname) %(refname)", prefix));
        for (String line : listed.lines()) {
            int space = line.indexOf(' ');
            refs.put(line.substring(space + 1), new Sha(line.substring(0, space)));
        }
    }

    Optional<Sha> get(String ref) {
        return Optional.ofNullable(refs.get(ref));
    }

    Collection<Sha> values() {
        return refs.values();
    }

    /** Makes those that are not there, all or none. */
    void createMissing(Map<String, Sha> wanted, String why) {
        StringBuilder orders = new StringBuilder();
        wanted.forEach((ref, sha) -> {
            if (!refs.containsKey(ref)) {
                orders.append("create ").append(ref).append(' ').append(sha).append('\n');
            }
        });
        if (orders.isEmpty()) {
            return;
        }
        mirror.require(mirror.in("update-ref", "--create-reflog", "-m", why, "--stdin")
                .input(orders.toString()));
        look();
    }
}
