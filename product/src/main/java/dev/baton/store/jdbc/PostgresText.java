package dev.baton.store.jdbc;

import java.sql.Types;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;

/**
 * Texts as PostgreSQL takes them. It refuses the character U+0000, which may well stand in what an
 * agent wrote; one such file would stop its task for ever. The replacement character tells that
 * something stood there.
 */
final class PostgresText extends AbstractArgumentFactory<String> {
    PostgresText() {
        super(Types.VARCHAR);
    }

    @Override
    protected Argument build(String value, ConfigRegistry config) {
        String text = value.replace('\0', '\uFFFD');
        return (position, statement, context) -> statement.setString(position, text);
    }
}
