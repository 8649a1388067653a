package dev.baton.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.model.BoardSession;
import dev.baton.model.BoardSession.Grant;
import dev.baton.model.BoardSession.Means;
import dev.baton.model.BoardSession.Role;
import dev.baton.store.SessionWrites.NewSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who is signed in to the board. */
abstract class SessionContract extends StoreContract {
    private static final Instant END = NOW.plus(Duration.ofHours(12));

    private static NewSession session(String secret, @Nullable String key, Role role, Means means) {
        return new NewSession(
                secret, key, new Grant("ann", "admin", "mark", role), means, "Firefox", NOW, END);
    }

    private BoardSession open(String secret) {
        return commit(tx -> tx.sessions().open(session(secret, null, Role.OPERATOR, Means.LINK)));
    }

    private Optional<BoardSession> bySecret(String secret) {
        return read(reads -> reads.sessions().bySecret(secret));
    }

    private List<Long> liveAt(Instant now) {
        return read(reads -> reads.sessions().live(now)).stream()
                .map(BoardSession::id)
                .toList();
    }

    @Nested
    class Open {
        @Test
        void keepsEveryPartAsItIs() {
            for (Role role : Role.values()) {
                for (Means means : Means.values()) {
                    String secret = role.name() + means;
                    BoardSession opened =
                            commit(tx -> tx.sessions().open(session(secret, "k", role, means)));
                    assertThat(opened)
                            .isEqualTo(new BoardSession(
                                    opened.id(),
                                    new Grant("ann", "admin", "mark", role),
                                    means,
                                    "k",
                                    "Firefox",
                                    NOW,
                                    NOW,
                                    END,
                                    null));
                    assertThat(bySecret(secret)).contains(opened);
                }
            }
            assertThat(liveAt(NOW)).hasSize(Role.values().length * Means.values().length);
        }

        @Test
        void refusesASecretThatIsThere() {
            open("same");
            assertThatThrownBy(() -> open("same")).message().containsIgnoringCase("secret");
        }

        @Test
        void anUnknownSecretIsNobodys() {
            open("one");
            assertThat(bySecret("other")).isEmpty();
        }
    }

    @Nested
    class Renew {
        @Test
        void movesTheEndAndNeverBackInTime() {
            long id = open("one").id();
            Instant later = END.plusSeconds(60);
            assertThat(held(tx -> tx.sessions().renew(id, LATER, later))).isTrue();
            assertThat(held(tx -> tx.sessions().renew(id, NOW, END))).isFalse();
            assertThat(read(reads -> reads.sessions().byId(id)).orElseThrow())
                    .extracting(BoardSession::lastSeenAt, BoardSession::expiresAt)
                    .containsExactly(LATER, later);
        }

        @Test
        void doesNotBringBackWhatWasEnded() {
            long id = open("one").id();
            assertThat(held(tx -> tx.sessions().revoke(id, LATER))).isTrue();
            assertThat(held(tx -> tx.sessions().renew(id, LATER, END))).isFalse();
        }
    }

    @Nested
    class End {
        @Test
        void happensOnceAndToThatOneOnly() {
            long id = open("one").id();
            long other = open("two").id();
            assertThat(held(tx -> tx.sessions().revoke(id, LATER))).isTrue();
            assertThat(held(tx -> tx.sessions().revoke(id, END))).isFalse();
            assertThat(liveAt(LATER)).containsExactly(other);
            assertThat(read(reads -> reads.sessions().byId(id)).orElseThrow().revokedAt())
                    .isEqualTo(LATER);
        }

        @Test
        void comesByItselfAtItsTime() {
            long id = open("one").id();
            assertThat(liveAt(END.minusMillis(1))).containsExactly(id);
            assertThat(liveAt(END)).isEmpty();
        }

        @Test
        void isForgottenAfterAWhile() {
            long revoked = open("one").id();
            long expired = open("two").id();
            commit(tx -> tx.sessions().revoke(revoked, LATER));
            commit(tx -> {
                tx.sessions().forget(LATER);
                return true;
            });
            assertThat(ids(revoked, expired)).containsExactly(revoked, expired);
            commit(tx -> {
                tx.sessions().forget(END);
                return true;
            });
            assertThat(ids(revoked, expired)).containsExactly(expired);
        }

        private List<Long> ids(Long... ids) {
            return Arrays.stream(ids)
                    .filter(id -> read(reads -> reads.sessions().byId(id)).isPresent())
                    .toList();
        }
    }
}
