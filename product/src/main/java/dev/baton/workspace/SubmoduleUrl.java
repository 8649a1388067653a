package dev.baton.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether the server may ask an address that an agent wrote into {@code .gitmodules}. It may where
 * it goes anyway: at the host of the repository, by the same transport, or at a host that the
 * operator named, by https. A path is asked only where the repository is one itself and both lie in
 * the same folder.
 */
final class SubmoduleUrl {
    private static final Pattern URL = Pattern.compile(
            "(https?|ssh|git)://(?:([!-.0-9:-?A-~]+)@)?([A-Za-z0-9][A-Za-z0-9.-]*)(:[0-9]{1,5})?"
                    + "(/[!-~]*)");
    private static final Pattern SCP = Pattern.compile(
            "(?:([A-Za-z0-9._-]+)@)?([A-Za-z0-9][A-Za-z0-9.-]*):(?!//)([A-Za-z0-9._~/][!-~]*)");

    private SubmoduleUrl() {}

    /** What may be done. */
    sealed interface Answer {}

    /** Git may be told to go there. */
    record Ask(String address, String transport) implements Answer {}

    /** Nothing is there. */
    record Nowhere() implements Answer {}

    /** It may not, for that reason. */
    record Leave(String why) implements Answer {}

    /**
     * @param url as written
     * @param hosts those of the settings
     */
    static Answer of(String url, RepositorySettings repository, Set<String> hosts) {
        boolean relative = url.startsWith("./") || url.startsWith("../");
        if (relative && !repository.remote()) {
            return sibling(url, Path.of(repository.address()));
        }
        Optional<Place> own = place(repository.address());
        Optional<Place> place =
                relative ? own.flatMap(known -> place(resolved(known, url))) : place(url);
        if (place.isEmpty()) {
            return new Leave("its address is not one over https or ssh");
        }
        Place there = place.get();
        if (own.filter(there::at).isPresent()) {
            return new Ask(there.address(), repository.transport());
        }
        boolean named = there.scheme().equals("https")
                && there.port() == null
                && there.user() == null
                && hosts.contains(there.host());
        return named
                ? new Ask(there.address(), "https")
                : new Leave("its host " + there.host()
                        + " is not the repository's and not in hygiene.hosts");
    }

    /** An address, taken apart. */
    private record Place(
            String address,
            String scheme,
            @Nullable String user,
            String host,
            @Nullable String port,
            String path) {
        boolean at(Place own) {
            boolean known = user == null || user.equals("git") || user.equals(own.user);
            return known
                    && scheme.equals(own.scheme)
                    && host.equals(own.host)
                    && Objects.equals(port, own.port);
        }
    }

    private static Optional<Place> place(String address) {
        Matcher url = URL.matcher(address);
        if (url.matches()) {
            return Optional.of(new Place(
                    address,
                    url.group(1),
                    url.group(2),
                    url.group(3).toLowerCase(Locale.ROOT),
                    url.group(4),
                    url.group(5)));
        }
        Matcher scp = SCP.matcher(address);
        return scp.matches()
                ? Optional.of(new Place(
                        address,
                        "ssh",
                        scp.group(1),
                        scp.group(2).toLowerCase(Locale.ROOT),
                        null,
                        scp.group(3)))
                : Optional.empty();
    }

    /** As git does: each {@code ..} takes a step off the path, and nothing more than the path. */
    private static String resolved(Place own, String url) {
        String path = own.path().replaceFirst("/+$", "");
        String rest = url;
        while (rest.startsWith("./") || rest.startsWith("../")) {
            if (rest.startsWith("../")) {
                path = path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
            }
            rest = rest.substring(rest.indexOf('/') + 1);
        }
        String before =
                own.address().substring(0, own.address().length() - own.path().length());
        return before + (path.isEmpty() && before.endsWith(":") ? "" : path + "/") + rest;
    }

    private static Answer sibling(String url, Path repository) {
        Path place = repository.resolve(url).normalize();
        Path folder = repository.getParent();
        if (folder == null || !place.startsWith(folder) || place.equals(folder)) {
            return new Leave("its path is not in the folder of the repository");
        }
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            return new Nowhere();
        }
        if (!folder.equals(place.getParent())) {
            return new Leave("its path is not beside the repository");
        }
        try {
            // Not through a link: what it leads to may be anything.
            return place.toRealPath().equals(folder.toRealPath().resolve(place.getFileName()))
                    ? new Ask(place.toString(), "file")
                    : new Leave("its path is a link");
        } catch (IOException missing) {
            return new Leave("its path cannot be read");
        }
    }
}
