package dev.baton.postgresql;

import java.util.List;
import java.util.stream.Stream;

/**
 * As whom the server runs: PostgreSQL refuses root.
 *
 * @param prefix words before each command
 * @param other whether it is another user, who needs files of his own
 */
record Account(List<String> prefix, boolean other) {
    /** The user nobody, in the numbers of most systems. */
    static final int NOBODY = 65_534;

    private static final Account SAME = new Account(List.of(), false);

    /** A namespace in which root is shown as nobody: the files stay those of root. */
    private static final Account NAMESPACE = new Account(List.of("unshare", "--user"), false);

    private static final Account OTHER = new Account(
            List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"),
            true);

    Account {
        prefix = List.copyOf(prefix);
    }

    /** Says whether a command of this machine ends with 0. */
    interface Trial {
        boolean works(List<String> command);
    }

    static Account find(Trial trial) {
        List<String> notRoot = List.of("sh", "-c", "test \"$(id -u)\" -ne 0");
        if (trial.works(notRoot)) {
            return SAME;
        }
        for (Account account : List.of(NAMESPACE, OTHER)) {
            if (trial.works(account.command(notRoot))) {
                return account;
            }
        }
        throw new CannotStart(
                "embedded PostgreSQL: expected a user other than root, which PostgreSQL refuses;"
                        + " found root, and neither unshare --user nor setpriv works here",
                "./baton demo --store postgresql as another user");
    }

    List<String> command(List<String> words) {
        return Stream.concat(prefix.stream(), words.stream()).toList();
    }
}
