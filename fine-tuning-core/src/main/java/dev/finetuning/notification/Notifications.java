package dev.finetuning.notification;

import dev.finetuning.internal.content.OneLine;
import dev.finetuning.journal.Journal;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.retraining.ContinuousTraining;
import dev.finetuning.run.FineTuningRuns;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a receiver what happens to runs, versions and trainings: each reason once in the journal, delivered until it
 * has arrived. Nothing waits for it: what there is to tell is found in the journal when {@link #advance} is called, so
 * neither a crash nor a receiver that is down for a day loses anything.
 *
 * <pre>{@code
 * Notifications notifications = Notifications.builder("team", journal, Webhook.to(address).secret(secret).build())
 *         .watch(runs)
 *         .watch(registry)
 *         .build();
 * notifications.advance();   // from a scheduler
 * }</pre>
 *
 * <p>A notification arrives at least once, usually in order. One that does not arrive is tried again after 10
 * seconds, then after twice as long each time, up to an hour; others are not held up by it. Several processes may
 * deliver at once; then some arrive twice, with the same id. What happened before the first {@link #advance} is not
 * told. Thread-safe.
 */
public final class Notifications {
    private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);
    private static final int MAX_NAME = 200;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final int MAX_DOUBLINGS = 10;
    /** How far the clocks of two processes may differ, and how late an entry may be read. */
    private static final Duration OVERLAP = Duration.ofHours(1);

    private final NotificationLog log;
    private final NotificationReceiver receiver;
    private final List<NotificationSource> sources;
    private final Set<NotificationTopic> topics;
    private final Duration patience;
    private final InstantSource time;
    private final ReentrantLock advancing = new ReentrantLock();
    private final Map<String, Instant> triedAt = new HashMap<>();
    private Instant lookedAt = Instant.MIN;
    private Instant notBefore = Instant.MIN;
    private int failuresInARow;

    private Notifications(Builder builder) {
        log = new NotificationLog(builder.journal, builder.name, builder.clock);
        receiver = builder.receiver;
        sources = List.copyOf(builder.sources);
        topics = EnumSet.copyOf(builder.topics);
        patience = builder.patience;
        time = builder.clock;
    }

    /**
     * Starts the notifications of a receiver.
     *
     * @param name what the receiver is known by; what has arrived is stored under it; 1 to 200 characters
     * @param journal where it is stored
     * @param receiver who is told
     * @throws IllegalArgumentException if the name is blank or too long
     */
    public static Builder builder(String name, Journal journal, NotificationReceiver receiver) {
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException("a name has 1 to " + MAX_NAME + " characters, not " + name.length());
        }
        return new Builder(name, journal, receiver);
    }

    /**
     * Hands in a notification of the application's own. It is stored when this returns.
     *
     * @return whether it is new: one with that id may have been stored before, and is then not delivered again
     */
    public boolean publish(Notification notification) {
        return log.publish(List.of(notification)) > 0;
    }

    /**
     * Finds out what there is to tell, and delivers what has not arrived, unless the receiver has just failed. For
     * schedulers: call it every few seconds, from any number of processes. If another thread of this process is at
     * it, this does nothing.
     *
     * @return how many arrived
     * @throws InterruptedException if the thread is interrupted; nothing is lost
     */
    public int advance() throws InterruptedException {
        if (!advancing.tryLock()) {
            return 0;
        }
        try {
            look();
            return deliver();
        } finally {
            advancing.unlock();
        }
    }

    /** What is to be delivered, oldest first. */
    public List<Notification> pending() {
        return log.pending();
    }

    /** What did not arrive for so long that it was given up, oldest first. */
    public List<Notification> givenUp() {
        return log.givenUp();
    }

    private void look() {
        Instant begun = log.begunAt();
        Instant now = time.instant();
        Instant from = lookedAt.equals(Instant.MIN) || lookedAt.minus(OVERLAP).isBefore(begun)
                ? begun
                : lookedAt.minus(OVERLAP);
        List<Notification> found = new ArrayList<>();
        boolean whole = true;
        for (NotificationSource source : sources) {
            try {
                found.addAll(source.since(from));
            } catch (RuntimeException e) {
                whole = false;
                LOG.warn("What {} has to tell cannot be read; it is asked again later", source, e);
            }
        }
        log.publish(found.stream()
                .filter(notification -> topics.contains(notification.topic()))
                .filter(notification -> !notification.at().isBefore(begun))
                .sorted(Comparator.comparing(Notification::at))
                .toList());
        if (whole) {
            lookedAt = now;
        }
    }

    private int deliver() throws InterruptedException {
        if (time.instant().isBefore(notBefore)) {
            return 0;
        }
        List<Notification> waiting = new ArrayList<>(log.pending());
        // one that did not arrive goes to the end: one that never does holds up no other, and none is forgotten
        waiting.sort(Comparator.comparing(
                        (Notification notification) -> triedAt.getOrDefault(notification.id(), notification.at()))
                .thenComparing(notification -> triedAt.containsKey(notification.id())));
        int arrived = 0;
        for (Notification notification : waiting) {
            if (!arrives(notification)) {
                rest();
                break;
            }
            log.delivered(notification.id());
            triedAt.remove(notification.id());
            failuresInARow = 0;
            arrived++;
        }
        return arrived;
    }

    private boolean arrives(Notification notification) throws InterruptedException {
        try {
            receiver.receive(notification);
            return true;
        } catch (RuntimeException e) {
            triedAt.put(notification.id(), time.instant());
            if (time.instant().isBefore(notification.at().plus(patience))) {
                LOG.debug("notification {} has not arrived", OneLine.of(notification.id()), e);
            } else {
                log.giveUp(notification.id());
                triedAt.remove(notification.id());
                LOG.warn(
                        "Notification {} did not arrive within {} and is given up: {}",
                        OneLine.of(notification.id()),
                        patience,
                        OneLine.of(e.getMessage()));
            }
            return false;
        }
    }

    private void rest() {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(failuresInARow, MAX_DOUBLINGS));
        failuresInARow++;
        notBefore = time.instant().plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    }

    /** Collects the settings. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final Journal journal;
        private final NotificationReceiver receiver;
        private final List<NotificationSource> sources = new ArrayList<>();
        private Set<NotificationTopic> topics = EnumSet.allOf(NotificationTopic.class);
        private Duration patience = Duration.ofDays(3);
        private InstantSource clock = InstantSource.system();

        private Builder(String name, Journal journal, NotificationReceiver receiver) {
            this.name = name;
            this.journal = journal;
            this.receiver = receiver;
        }

        /**
         * Tells of runs: begun, job created, over, timed out, waiting for a decision. Runs of all processes on the
         * journal are told of.
         */
        public Builder watch(FineTuningRuns runs) {
            return watch(new RunNews(runs));
        }

        /** Tells of versions and aliases: registered, promoted, refused by the gates, rolled back, to be shut down. */
        public Builder watch(ModelRegistry registry) {
            return watch(new RegistryNews(registry));
        }

        /** Tells of the rounds of a continuous training: begun, registered, failed. */
        public Builder watch(ContinuousTraining training) {
            return watch(new TrainingNews(training));
        }

        /** Tells what a source of the application's own has to tell. */
        public Builder watch(NotificationSource source) {
            sources.add(source);
            return this;
        }

        /**
         * Tells of these topics only; of all by default. What the application hands in itself is always delivered.
         *
         * @throws IllegalArgumentException if there are none
         */
        public Builder topics(Set<NotificationTopic> wanted) {
            if (wanted.isEmpty()) {
                throw new IllegalArgumentException("there must be a topic to tell of");
            }
            topics = EnumSet.copyOf(wanted);
            return this;
        }

        /** How long after it happened a notification is tried again; three days by default. */
        public Builder giveUpAfter(Duration duration) {
            patience = duration;
            return this;
        }

        /** The clock; the system's by default. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** Builds the notifications. */
        public Notifications build() {
            return new Notifications(this);
        }
    }
}
