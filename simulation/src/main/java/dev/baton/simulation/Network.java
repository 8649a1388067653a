package dev.baton.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Between servers and the world: requests that are lost, late or doubled. */
final class Network {
    private final Fibers fibers;
    private final List<Flying> flying = new ArrayList<>();

    Network(Fibers fibers) {
        this.fibers = fibers;
    }

    /** A request on its way, whose sender has stopped waiting. */
    record Flying(String name, Runnable lands) {}

    List<Flying> flying() {
        return flying;
    }

    /**
     * A request that changes something.
     *
     * @param trouble what the caller sees when it gets no answer; may throw
     */
    <T> T change(String name, Supplier<T> request, Function<String, T> trouble) {
        return switch (fibers.reached(Place.CALL, name)) {
            case REQUEST_LOST -> trouble.apply(name + ": the request was lost");
            case REPLY_LOST -> {
                var _ = request.get();
                yield trouble.apply(name + ": the reply was lost");
            }
            case DELAYED -> {
                later(name, request);
                yield trouble.apply(name + ": no reply yet");
            }
            case LANDS_AFTER_DEATH -> {
                later(name, request);
                host().die();
                throw new Died(name);
            }
            case DOUBLED -> {
                later(name, request);
                yield done(name, request);
            }
            case null, default -> done(name, request);
        };
    }

    /** A question. */
    <T> T ask(String name, Supplier<T> question, Function<String, T> trouble) {
        return switch (fibers.reached(Place.CALL, name)) {
            case REQUEST_LOST, REPLY_LOST, DELAYED -> trouble.apply(name + ": no answer");
            case LANDS_AFTER_DEATH -> {
                host().die();
                throw new Died(name);
            }
            case null, default -> done(name, question);
        };
    }

    /** What a process of the world sends, and nobody waits for. */
    void late(String name, Runnable request) {
        flying.add(new Flying(name, request));
    }

    private void later(String name, Supplier<?> request) {
        flying.add(new Flying(name, () -> {
            var _ = request.get();
        }));
    }

    private <T> T done(String name, Supplier<T> request) {
        T answer = request.get();
        fibers.reached(Place.CALLED, name);
        return answer;
    }

    private Host host() {
        Fiber current = fibers.current();
        if (current == null) {
            throw new IllegalStateException("expected a fiber that calls, found none");
        }
        return current.host();
    }
}
