package dev.finetuning.console.work;

import dev.finetuning.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workspaces of all tenants, and the threads that move their runs and tell what has happened. */
public final class Workspaces implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workspaces.class);
    private static final Duration BUSY = Duration.ofMillis(50);
    private static final Duration IDLE = Duration.ofMillis(300);
    private static final Duration TELLING = Duration.ofSeconds(2);

    private final WorkspaceSettings settings;
    private final Clock clock;
    private final Map<String, Workspace> byTenant = new ConcurrentHashMap<>();
    private final Thread mover = new Thread(() -> repeat(this::pauseAfterMoving), "console runs");
    private final Thread teller = new Thread(() -> repeat(this::pauseAfterTelling), "console notices");

    /**
     * Opens the workspaces of tenants, and goes on with their runs.
     *
     * @param tenants all that there are
     */
    public Workspaces(WorkspaceSettings settings, Collection<String> tenants, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        tenants.forEach(this::of);
        for (Thread thread : List.of(mover, teller)) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** The workspace of a tenant. */
    public Workspace of(String tenant) {
        return byTenant.computeIfAbsent(tenant, name -> new Workspace(name, settings, clock));
    }

    /** Moves everything that is under way, for every tenant, by one step; returns how much was moved. */
    public int advanceAll() {
        return byTenant.values().stream().mapToInt(Workspace::advanceAll).sum();
    }

    private interface Work {
        Duration run() throws InterruptedException;
    }

    /** Does something again and again, with a pause that it gives. */
    private static void repeat(Work work) {
        try {
            while (true) {
                Sleeper.system().sleep(work.run());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration pauseAfterMoving() {
        try {
            boolean moved = advanceAll() > 0;
            boolean free = byTenant.values().stream()
                    .allMatch(each -> each.capabilities().inProcess());
            return moved && free ? BUSY : IDLE;
        } catch (RuntimeException e) {
            LOG.warn("not everything could be moved; it will be tried again", e);
            return IDLE;
        }
    }

    /** On a thread of its own: a receiver may be slow. */
    private Duration pauseAfterTelling() throws InterruptedException {
        for (Workspace workspace : byTenant.values()) {
            try {
                workspace.tell();
            } catch (RuntimeException e) {
                LOG.warn("not everything could be told; it will be tried again", e);
            }
        }
        return TELLING;
    }

    @Override
    public void close() {
        mover.interrupt();
        teller.interrupt();
        try {
            mover.join();
            teller.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        byTenant.values().forEach(Workspace::close);
    }
}
