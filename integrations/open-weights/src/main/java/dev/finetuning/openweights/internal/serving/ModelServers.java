package dev.finetuning.openweights.internal.serving;

import dev.finetuning.Sleeper;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The servers of a pipeline, one for each base model that is asked. Thread-safe. */
public final class ModelServers implements AutoCloseable {
    private final ModelServer.Settings settings;
    private final Map<String, Seat> seats = new HashMap<>();
    private boolean closed;

    private ModelServers(ModelServer.Settings settings) {
        this.settings = settings;
    }

    /** Servers that start when they are needed. */
    public static ModelServers of(
            Path python,
            Path script,
            Path root,
            Duration startPatience,
            Duration answerTimeout,
            InstantSource clock,
            Sleeper sleeper) {
        return new ModelServers(
                new ModelServer.Settings(python, script, root, startPatience, answerTimeout, clock, sleeper));
    }

    /** Where a base model's server sits, once there is one. */
    private static final class Seat {
        private final Object starting = new Object();
        private volatile @Nullable ModelServer server;
    }

    /** The server of a base model, started unless it runs; one that ended is replaced. */
    ModelServer forBase(String base, Path place) {
        Seat seat = seat(base);
        synchronized (seat.starting) {
            ModelServer server = seat.server;
            if (server == null || !server.isAlive()) {
                server = ModelServer.start(settings, base, place);
                seat.server = server;
            }
            if (isClosed()) {
                server.close();
                throw closedException();
            }
            return server;
        }
    }

    /** Loads an adapter at the server of its base model, which is started unless it runs. */
    public void load(String base, Path place, String model, Path adapter) {
        forBase(base, place).adapters().load(model, adapter.toString());
    }

    /** Unloads adapters at the server of their base model, if it runs. */
    public void unload(String base, Collection<String> models) {
        running(base).ifPresent(server -> server.adapters().unload(models));
    }

    private synchronized Optional<ModelServer> running(String base) {
        return Optional.ofNullable(seats.get(base)).map(seat -> seat.server).filter(ModelServer::isAlive);
    }

    private synchronized Seat seat(String base) {
        if (closed) {
            throw closedException();
        }
        return seats.computeIfAbsent(base, name -> new Seat());
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private static IllegalStateException closedException() {
        return new IllegalStateException("the pipeline is closed; its models can be asked no longer");
    }

    /** Ends all servers. */
    @Override
    public synchronized void close() {
        closed = true;
        for (Seat seat : seats.values()) {
            ModelServer server = seat.server;
            if (server != null) {
                server.close();
            }
        }
    }
}
