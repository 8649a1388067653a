package dev.baton.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AccountTest {
    @Test
    void whoIsNotRootNeedsNobodyElse() {
        Account account = Account.find(command -> command.getFirst().equals("sh"));
        assertThat(account.command(List.of("initdb"))).containsExactly("initdb");
        assertThat(account.other()).isFalse();
    }

    @Test
    void rootIsShownAsNobodyInANamespace() {
        Account account = Account.find(command -> !command.getFirst().equals("sh"));
        assertThat(account.command(List.of("initdb")))
                .containsExactly("unshare", "--user", "initdb");
        assertThat(account.other()).isFalse();
    }

    @Test
    void whereNamespacesAreForbiddenItIsNobodyHimself() {
        Account account = Account.find(command -> command.getFirst().equals("setpriv"));
        assertThat(account.command(List.of("initdb")))
                .startsWith("setpriv", "--reuid=65534")
                .endsWith("--", "initdb");
        assertThat(account.other()).isTrue();
    }

    @Test
    void rootAloneIsRefused() {
        assertThatThrownBy(() -> Account.find(command -> false))
                .hasMessage("embedded PostgreSQL: expected a user other than root, which PostgreSQL"
                        + " refuses; found root, and neither unshare --user nor setpriv works here."
                        + " Next: ./baton demo --store postgresql as another user");
    }
}
