package dev.baton.web;

import dev.baton.model.BoardSession.Grant;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Everybody who has a token, as the settings have it now. */
final class Holders {
    private final List<Holder> all;

    /**
     * @param own the server's own token, which may do everything
     * @param others who has a token beside it
     */
    Holders(AccessToken own, List<Holder> others) {
        this.all = Stream.concat(
                        Stream.of(new Holder(Holder.OWN, AccessRole.ADMIN, own)), others.stream())
                .toList();
    }

    /** Compares with every token, so that the time says nothing of how far it came. */
    Optional<Holder> withToken(String sent) {
        return all.stream()
                .filter(holder -> holder.token().matches(sent))
                .reduce((first, second) -> first);
    }

    Optional<Holder> named(String name) {
        return all.stream().filter(holder -> holder.name().equals(name)).findFirst();
    }

    /**
     * What is left of a grant: nothing when its holder is gone or has another token, and never more
     * than the holder may do now.
     */
    Optional<AccessRole> roleOf(Grant grant) {
        return named(grant.holder())
                .filter(holder -> holder.token().mark().equals(grant.holderMark()))
                .map(holder -> holder.role().atMost(AccessRole.of(grant.role())));
    }
}
