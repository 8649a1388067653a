package dev.baton.store.jdbc;

import dev.baton.model.Sha;
import dev.baton.model.TaskId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The current row of a result, by column name. What a column must not be is refused by name. */
record Row(ResultSet columns) {

    String text(String column) throws SQLException {
        return present(column, columns.getString(column));
    }

    @Nullable
    String textOrNull(String column) throws SQLException {
        return columns.getString(column);
    }

    long number(String column) throws SQLException {
        return present(column, numberOrNull(column));
    }

    @Nullable
    Long numberOrNull(String column) throws SQLException {
        long value = columns.getLong(column);
        return columns.wasNull() ? null : value;
    }

    int count(String column) throws SQLException {
        return Math.toIntExact(number(column));
    }

    @Nullable
    Integer countOrNull(String column) throws SQLException {
        Long value = numberOrNull(column);
        return value == null ? null : Math.toIntExact(value);
    }

    boolean truth(String column) throws SQLException {
        return number(column) != 0;
    }

    Instant instant(String column) throws SQLException {
        return Instant.ofEpochMilli(number(column));
    }

    @Nullable
    Instant instantOrNull(String column) throws SQLException {
        Long value = numberOrNull(column);
        return value == null ? null : Instant.ofEpochMilli(value);
    }

    Duration duration(String column) throws SQLException {
        return Duration.ofMillis(number(column));
    }

    TaskId task(String column) throws SQLException {
        return new TaskId(number(column));
    }

    Sha sha(String column) throws SQLException {
        return new Sha(text(column));
    }

    @Nullable
    Sha shaOrNull(String column) throws SQLException {
        String value = textOrNull(column);
        return value == null ? null : new Sha(value);
    }

    <E extends Enum<E>> E word(String column, Class<E> words) throws SQLException {
        String value = text(column);
        for (E word : words.getEnumConstants()) {
            if (word.name().equals(value)) {
                return word;
            }
        }
        throw new IllegalStateException("column %s: expected a %s, found '%s'"
                .formatted(column, words.getSimpleName(), value));
    }

    private static <T> T present(String column, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("column " + column + ": expected a value, found null");
        }
        return value;
    }
}
