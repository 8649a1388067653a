package dev.baton.git;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Ends a command with all it started. */
final class ProcessTree {
    private ProcessTree() {}

    /**
     * Asks first, because git takes its lock files away when it is asked to end and leaves them
     * when it is killed. Children of a parent that is gone are not found any more, so the list is
     * made before anything is ended.
     */
    static void end(Process process, Duration grace) {
        List<ProcessHandle> tree = Stream.concat(
                        process.descendants(), Stream.of(process.toHandle()))
                .toList();
        if (tree.stream().noneMatch(ProcessHandle::isAlive)) {
            return;
        }
        tree.forEach(ProcessHandle::destroy);
        awaitEnd(tree, grace);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        tree.forEach(ProcessHandle::destroyForcibly);
    }

    private static void awaitEnd(List<ProcessHandle> tree, Duration grace) {
        CompletableFuture<?>[] ends =
                tree.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
        boolean interrupted = Thread.interrupted();
        try {
            CompletableFuture.allOf(ends).get(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException again) {
            interrupted = true;
        } catch (ExecutionException | TimeoutException late) {
            return; // What is left is killed by the caller.
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
