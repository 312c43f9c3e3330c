package dev.finetuning.registry;

import dev.finetuning.journal.CorruptJournalException;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalSnapshot;
import dev.finetuning.registry.internal.state.RegistryFold;
import dev.finetuning.registry.internal.state.RegistrySnapshot;
import dev.finetuning.registry.internal.state.RegistryState;
import dev.finetuning.registry.internal.stored.EventJson;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry stored in a journal. Its state in memory is computed from the entries of the journal's stream.
 * Every read first checks whether the stream has grown, so changes by other processes are visible at once.
 * Thread-safe.
 *
 * <p>The registry does not close the journal.
 */
public final class JournaledModelRegistry implements ModelRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(JournaledModelRegistry.class);
    private static final String STREAM = "model-registry";
    private static final int SNAPSHOT_AFTER = 10_000;

    private final Journal journal;
    private final Clock clock;
    private final LongSupplier journalSize;
    private final List<RegistryListener> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Folded folded = new Folded(0, RegistryState.EMPTY);

    /** A state and how many entries of the stream it is made of. */
    private record Folded(long size, RegistryState state, RegistryView view) {
        Folded(long size, RegistryState state) {
            this(size, state, new RegistryView(state));
        }
    }

    private JournaledModelRegistry(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
        journalSize = journal.sizeOf(STREAM);
    }

    /** Opens the registry in a journal; it is empty if the journal is. */
    public static JournaledModelRegistry open(Journal journal) {
        return open(journal, Clock.systemUTC());
    }

    /** Opens the registry in a journal, with another clock for the times in its history. */
    public static JournaledModelRegistry open(Journal journal, Clock clock) {
        JournaledModelRegistry registry = new JournaledModelRegistry(journal, clock);
        registry.load();
        return registry;
    }

    /** Begins with the snapshot, if there is one, and leaves a newer one behind if there was much to read. */
    private void load() {
        long from = journal.snapshot(STREAM)
                .filter(snapshot -> snapshot.format().equals(RegistrySnapshot.FORMAT))
                .map(this::start)
                .orElse(0L);
        if (refresh().size() - from >= SNAPSHOT_AFTER) {
            saveSnapshot();
        }
    }

    private long start(JournalSnapshot snapshot) {
        try {
            folded = new Folded(snapshot.size(), RegistrySnapshot.read(snapshot.state()));
        } catch (RuntimeException e) {
            LOG.warn("The registry's snapshot cannot be used; reading the whole journal instead", e);
        }
        return folded.size();
    }

    /**
     * Saves the current state as the journal's snapshot, so that the registry opens faster next time. This
     * happens automatically if opening had to read 10,000 entries or more.
     */
    public void saveSnapshot() {
        view();
        Folded known = folded;
        if (known.size() > 0) {
            journal.saveSnapshot(
                    STREAM,
                    new JournalSnapshot(known.size(), RegistrySnapshot.FORMAT, RegistrySnapshot.write(known.state())));
        }
    }

    /** Adds a listener for all changes from now on. */
    public void addListener(RegistryListener listener) {
        view();
        listeners.add(listener);
    }

    /** Removes a listener. */
    public void removeListener(RegistryListener listener) {
        listeners.remove(listener);
    }

    @Override
    public RegistryView view() {
        Folded known = folded;
        return known.size() == journalSize.getAsLong()
                ? known.view()
                : refresh().view();
    }

    private Folded refresh() {
        lock.lock();
        try {
            Folded known = folded;
            if (known.size() == journalSize.getAsLong()) {
                return known;
            }
            RegistryFold fold = new RegistryFold(known.state());
            List<RegistryEvent> heard = new ArrayList<>();
            long size = known.size();
            List<JournalEntry> page;
            do {
                page = journal.read(STREAM, size, 1024);
                for (JournalEntry entry : page) {
                    event(size++, entry).ifPresent(event -> {
                        fold.add(event);
                        if (!listeners.isEmpty()) {
                            heard.add(event);
                        }
                    });
                }
            } while (!page.isEmpty());
            return publish(new Folded(size, fold.build()), heard);
        } finally {
            lock.unlock();
        }
    }

    private static Optional<RegistryEvent> event(long sequence, JournalEntry entry) {
        try {
            return EventJson.read(entry);
        } catch (IllegalArgumentException e) {
            throw new CorruptJournalException(
                    STREAM, "entry of type " + entry.type(), sequence, String.valueOf(e.getMessage()), e);
        }
    }

    private Folded publish(Folded newest, List<RegistryEvent> events) {
        folded = newest;
        events.forEach(event -> listeners.forEach(listener -> tell(listener, event)));
        return newest;
    }

    private static void tell(RegistryListener listener, RegistryEvent event) {
        try {
            listener.onEvent(event);
        } catch (RuntimeException e) {
            LOG.warn("A registry listener failed on an event of {}", event.name(), e);
        }
    }

    @Override
    public List<RegistryEvent> change(RegistryChange change) {
        lock.lock();
        try {
            while (true) {
                Folded known = refresh();
                List<RegistryEvent> events = List.copyOf(change.decide(known.view(), now(known.state())));
                if (events.isEmpty() || append(known, events)) {
                    return events;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Records events unless another writer was first. */
    private boolean append(Folded known, List<RegistryEvent> events) {
        try {
            long size = journal.append(
                    STREAM, known.size(), events.stream().map(EventJson::write).toList());
            RegistryFold fold = new RegistryFold(known.state());
            events.forEach(fold::add);
            publish(new Folded(size, fold.build()), events);
            events.forEach(RegistryLog::tell);
            return true;
        } catch (JournalConflictException decideAgain) {
            return false;
        }
    }

    /** The clock's time, but never before the last change: clocks of several machines disagree. */
    private Instant now(RegistryState state) {
        Instant now = clock.instant();
        return now.isAfter(state.changedAt()) ? now : state.changedAt();
    }

    @Override
    public void history(Consumer<? super RegistryEvent> consumer) {
        long[] sequence = {0};
        journal.forEach(STREAM, 0, entry -> event(sequence[0]++, entry).ifPresent(consumer));
    }
}
