package dev.baton.setup;

import java.util.List;

/** Where the server of a demo keeps its rows. */
interface DemoDatabase extends AutoCloseable {
    /** A file in the data folder, which the server makes by itself. */
    DemoDatabase SQLITE = new DemoDatabase() {
        @Override
        public String settings() {
            return "";
        }

        @Override
        public List<String> again() {
            return List.of();
        }

        @Override
        public void close() {
            // the server closed it
        }
    };

    /** Lines of baton.yaml. */
    String settings();

    /** The words that start it again; none where there is nothing to start. */
    List<String> again();

    /** Ends it; a second time does nothing. */
    @Override
    void close();
}
