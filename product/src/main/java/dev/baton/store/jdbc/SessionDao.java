package dev.baton.store.jdbc;

import dev.baton.model.BoardSession;
import dev.baton.store.SessionWrites;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

/** The browsers that are signed in to the board. */
final class SessionDao implements SessionWrites {

    private static final String SESSION = """
            select id, origin_key, person, holder, holder_mark, role, means, device, created_at,
              last_seen_at, expires_at, revoked_at
            from board_session
            """;

    private static final String BY_SECRET = SESSION + "where secret = :secret";

    private static final String BY_ID = SESSION + "where id = :id";

    private static final String LIVE = SESSION + """
            where revoked_at is null
              and expires_at > :now
            order by last_seen_at desc, id desc
            """;

    private static final String OPEN = """
            insert into board_session (secret, origin_key, person, holder, holder_mark, role, means,
              device, created_at, last_seen_at, expires_at)
            values (:secret, :origin_key, :person, :holder, :holder_mark, :role, :means, :device,
              :at, :at, :expires)
            returning id
            """;

    /** Never back in time: another request may have renewed it already. */
    private static final String RENEW = """
            update board_session
            set last_seen_at = :at,
                expires_at = :expires
            where id = :id
              and revoked_at is null
              and last_seen_at <= :at
            """;

    private static final String REVOKE = """
            update board_session
            set revoked_at = :at
            where id = :id
              and revoked_at is null
            """;

    private static final String FORGET = """
            delete from board_session
            where expires_at < :before
               or revoked_at < :before
            """;

    private final Sql sql;

    SessionDao(Sql sql) {
        this.sql = sql;
    }

    @Override
    public Optional<BoardSession> bySecret(String secret) {
        return sql.query(BY_SECRET)
                .bind("secret", secret)
                .map(SessionDao::session)
                .findOne();
    }

    @Override
    public Optional<BoardSession> byId(long id) {
        return sql.query(BY_ID).bind("id", id).map(SessionDao::session).findOne();
    }

    @Override
    public List<BoardSession> live(Instant now) {
        return sql.query(LIVE)
                .bind("now", now.toEpochMilli())
                .map(SessionDao::session)
                .list();
    }

    @Override
    public BoardSession open(NewSession session) {
        long id = sql.query(OPEN)
                .bind("secret", session.secret())
                .bind("origin_key", session.originKey())
                .bind("person", session.grant().person())
                .bind("holder", session.grant().holder())
                .bind("holder_mark", session.grant().holderMark())
                .bind("role", session.grant().role().name())
                .bind("means", session.means().name())
                .bind("device", session.device())
                .bind("at", session.at().toEpochMilli())
                .bind("expires", session.expiresAt().toEpochMilli())
                .mapTo(Long.class)
                .one();
        return byId(id).orElseThrow();
    }

    @Override
    public boolean renew(long id, Instant at, Instant expiresAt) {
        return Sql.hit(
                sql.update(RENEW)
                        .bind("id", id)
                        .bind("at", at.toEpochMilli())
                        .bind("expires", expiresAt.toEpochMilli()),
                "renewal of session " + id);
    }

    @Override
    public boolean revoke(long id, Instant at) {
        return Sql.hit(
                sql.update(REVOKE).bind("id", id).bind("at", at.toEpochMilli()),
                "end of session " + id);
    }

    @Override
    public void forget(Instant before) {
        sql.update(FORGET).bind("before", before.toEpochMilli()).execute();
    }

    private static BoardSession session(ResultSet columns, StatementContext context)
            throws SQLException {
        Row row = new Row(columns);
        return new BoardSession(
                row.number("id"),
                new BoardSession.Grant(
                        row.text("person"),
                        row.text("holder"),
                        row.text("holder_mark"),
                        row.word("role", BoardSession.Role.class)),
                row.word("means", BoardSession.Means.class),
                row.textOrNull("origin_key"),
                row.text("device"),
                row.instant("created_at"),
                row.instant("last_seen_at"),
                row.instant("expires_at"),
                row.instantOrNull("revoked_at"));
    }
}
