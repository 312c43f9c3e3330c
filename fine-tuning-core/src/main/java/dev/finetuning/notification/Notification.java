package dev.finetuning.notification;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that somebody should hear of. Immutable.
 *
 * @param id what it is known by: it is delivered again if nobody can say whether it arrived, and then has the same id;
 *     1 to 300 characters
 * @param topic what it is about
 * @param subject the model's name in the registry, or whatever else it is about
 * @param text one sentence for people, without content of examples or answers
 * @param details the same for programs, by name
 * @param at when it happened
 */
public record Notification(
        String id, NotificationTopic topic, String subject, String text, Map<String, String> details, Instant at) {
    private static final int MAX_ID = 300;

    /**
     * Copies the details.
     *
     * @throws IllegalArgumentException if the id is blank or too long
     */
    public Notification {
        if (id.isBlank() || id.length() > MAX_ID) {
            throw new IllegalArgumentException(
                    "a notification's id has 1 to " + MAX_ID + " characters, not " + id.length());
        }
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** A notification without details. */
    public static Notification of(String id, NotificationTopic topic, String subject, String text, Instant at) {
        return new Notification(id, topic, subject, text, Map.of(), at);
    }

    /** This notification with one more detail. */
    public Notification with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(details);
        more.put(name, value);
        return new Notification(id, topic, subject, text, more, at);
    }
}
