package dev.finetuning.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.internal.json.StoredNames;
import dev.finetuning.journal.CorruptJournalException;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.LaterEntryException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The notifications of one receiver in the journal: which there are, and which have arrived. Thread-safe. */
final class NotificationLog {
    private static final String BEGUN = "notification.begun";
    private static final String PUBLISHED = "notification.published";
    private static final String DELIVERED = "notification.delivered";
    private static final String GIVEN_UP = "notification.given-up";
    private static final StoredNames<NotificationTopic> TOPICS = topics();

    private final Journal journal;
    private final String stream;
    private final InstantSource time;
    private final Set<String> known = new HashSet<>();
    private final Map<String, Notification> pending = new LinkedHashMap<>();
    private final List<Notification> givenUp = new ArrayList<>();
    private @Nullable Instant begunAt;
    private long size;

    NotificationLog(Journal journal, String name, InstantSource time) {
        this.journal = journal;
        this.time = time;
        stream = "notifications:" + name;
    }

    /** The words under which topics are stored: a constant that is renamed keeps its word here. */
    private static StoredNames<NotificationTopic> topics() {
        Map<NotificationTopic, String> names = new EnumMap<>(Map.of(
                NotificationTopic.RUN, "run",
                NotificationTopic.JOB, "job",
                NotificationTopic.VERSION, "version",
                NotificationTopic.PROMOTION, "promotion",
                NotificationTopic.ROLLBACK, "rollback",
                NotificationTopic.BUDGET, "budget",
                NotificationTopic.RETRAINING, "retraining",
                NotificationTopic.RETIREMENT, "retirement",
                NotificationTopic.DRIFT, "drift",
                NotificationTopic.OTHER, "other"));
        return StoredNames.of(NotificationTopic.class, names);
    }

    static String word(NotificationTopic topic) {
        return TOPICS.of(topic);
    }

    /** When it was first asked for what there is to tell: what happened before is nobody's news. */
    synchronized Instant begunAt() {
        readOn();
        while (begunAt == null) {
            try {
                journal.append(stream, size, List.of(new JournalEntry(BEGUN, time.instant(), "{}")));
            } catch (JournalConflictException e) {
                // somebody else was first, or handed something in; it is read next
            }
            readOn();
        }
        return begunAt;
    }

    /**
     * Stores those notifications that are not known yet.
     *
     * @return how many were new
     */
    synchronized int publish(List<Notification> notifications) {
        while (true) {
            readOn();
            Map<String, Notification> fresh = new LinkedHashMap<>();
            for (Notification notification : notifications) {
                if (!known.contains(notification.id())) {
                    fresh.putIfAbsent(notification.id(), notification);
                }
            }
            if (fresh.isEmpty()) {
                return 0;
            }
            try {
                journal.append(
                        stream, size, fresh.values().stream().map(this::entry).toList());
                readOn();
                return fresh.size();
            } catch (JournalConflictException e) {
                // another process has stored something, perhaps the same; look again
                readOn();
            }
        }
    }

    synchronized List<Notification> pending() {
        readOn();
        return List.copyOf(pending.values());
    }

    synchronized List<Notification> givenUp() {
        readOn();
        return List.copyOf(givenUp);
    }

    void delivered(String id) {
        end(DELIVERED, id);
    }

    void giveUp(String id) {
        end(GIVEN_UP, id);
    }

    private void end(String type, String id) {
        ObjectNode body = StoredJson.object().put("id", id);
        journal.append(
                stream, Journal.ANY_SIZE, List.of(new JournalEntry(type, time.instant(), StoredJson.write(body))));
    }

    private JournalEntry entry(Notification notification) {
        ObjectNode body = StoredJson.object()
                .put("id", notification.id())
                .put("topic", word(notification.topic()))
                .put("subject", notification.subject())
                .put("text", notification.text())
                .put("at", notification.at().toString());
        StoredJson.put(body, "details", notification.details());
        return new JournalEntry(PUBLISHED, time.instant(), StoredJson.write(body));
    }

    private void readOn() {
        size = journal.forEach(stream, size, entry -> {
            try {
                take(entry);
            } catch (IllegalArgumentException e) {
                throw new CorruptJournalException(
                        stream, stream, size, "an entry of type " + entry.type() + " is not readable", e);
            }
        });
    }

    private void take(JournalEntry entry) {
        switch (entry.type()) {
            case BEGUN -> begunAt = begunAt == null ? entry.at() : begunAt;
            case PUBLISHED -> published(StoredJson.parse(entry.body()));
            case DELIVERED -> pending.remove(id(entry));
            case GIVEN_UP -> Optional.ofNullable(pending.remove(id(entry))).ifPresent(givenUp::add);
            default -> throw new LaterEntryException(stream, entry.type());
        }
    }

    private static String id(JournalEntry entry) {
        return StoredJson.text(StoredJson.parse(entry.body()), "id");
    }

    private void published(JsonNode body) {
        // a topic of a later version is still worth hearing
        NotificationTopic topic = TOPICS.find(StoredJson.text(body, "topic").toLowerCase(Locale.ROOT))
                .orElse(NotificationTopic.OTHER);
        Notification notification = new Notification(
                StoredJson.text(body, "id"),
                topic,
                StoredJson.text(body, "subject"),
                StoredJson.text(body, "text"),
                StoredJson.map(body, "details", JsonNode::asText),
                StoredJson.instant(body, "at"));
        if (known.add(notification.id())) {
            pending.put(notification.id(), notification);
        }
    }
}
