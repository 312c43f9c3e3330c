package dev.finetuning.console.work;

import dev.finetuning.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workspaces of all tenants, and the thread that moves their runs. */
public final class Workspaces implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workspaces.class);
    private static final Duration BUSY = Duration.ofMillis(50);
    private static final Duration IDLE = Duration.ofMillis(300);

    private final WorkspaceSettings settings;
    private final Clock clock;
    private final Map<String, Workspace> byTenant = new ConcurrentHashMap<>();
    private final Thread mover = new Thread(this::move, "console runs");

    /**
     * Opens the workspaces of tenants, and goes on with their runs.
     *
     * @param tenants all that there are
     */
    public Workspaces(WorkspaceSettings settings, Collection<String> tenants, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        tenants.forEach(this::of);
        mover.setDaemon(true);
        mover.start();
    }

    /** The workspace of a tenant. */
    public Workspace of(String tenant) {
        return byTenant.computeIfAbsent(tenant, name -> new Workspace(name, settings, clock));
    }

    /** Moves everything that is under way, for every tenant, by one step; returns how much was moved. */
    public int advanceAll() {
        return byTenant.values().stream().mapToInt(Workspace::advanceAll).sum();
    }

    private void move() {
        try {
            while (true) {
                Sleeper.system().sleep(moved() > 0 ? BUSY : IDLE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int moved() {
        try {
            return advanceAll();
        } catch (RuntimeException e) {
            LOG.warn("not everything could be moved; it will be tried again", e);
            return 0;
        }
    }

    @Override
    public void close() {
        mover.interrupt();
        try {
            mover.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        byTenant.values().forEach(Workspace::close);
    }
}
