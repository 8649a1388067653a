package dev.baton.cli;

/** What the shell is told. Public: scripts depend on the numbers. */
public final class ExitCode {
    public static final int OK = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int UNREACHABLE = 3;
    public static final int NOT_FOUND = 4;
    public static final int REFUSED = 5;

    private ExitCode() {}
}
