package dev.baton.config;

/**
 * The database.
 *
 * @param url {@code sqlite}: a file in the data folder
 */
public record StoreSettings(String url) {
    public static final String URL_DEFAULT = "sqlite";
}
