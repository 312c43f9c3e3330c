package dev.finetuning.asking;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.finetuning.asking.internal.StoredFields;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.internal.content.Sha256;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answers of one model, stored in a journal, so that no answer is paid for twice. Thread-safe if its
 * journal is.
 */
public final class AnswerBook {
    private static final String ANSWERED = "asking.answered";
    private static final String REFUSED = "asking.refused";
    private static final String ASKED_BY = "asked_by";
    // where evaluations kept their answers before; still read
    private static final String EARLIER_ANSWERED = "evaluation.answered";
    private static final String EARLIER_REFUSED = "evaluation.refused";
    private static final String EARLIER_ASKED_BY = "evaluation";
    private static final int AT_ONCE = 500;

    private final Journal journal;
    private final InstantSource clock;
    private final String stream;
    private final String earlierStream;
    private @Nullable Map<String, Long> places;

    private AnswerBook(Journal journal, ChatModel model, InstantSource clock) {
        this.journal = journal;
        this.clock = clock;
        String name = Sha256.hex(model.provider() + '\0' + model.id());
        this.stream = "asking/answers/" + name;
        this.earlierStream = "evaluation/answers/" + name;
    }

    /** The answers of a model. */
    public static AnswerBook of(Journal journal, ChatModel model, InstantSource clock) {
        return new AnswerBook(journal, model, clock);
    }

    /**
     * The stored results of questions.
     *
     * @param keys the questions' keys
     * @param askedBy what asks them; a refusal is known only to the asker that received it
     */
    public Map<String, Answer> known(Set<String> keys, String askedBy) {
        Map<String, Answer> known = new LinkedHashMap<>();
        for (String each : List.of(earlierStream, stream)) {
            journal.forEach(each, 0, entry -> learn(entry, keys, askedBy, known));
        }
        return known;
    }

    private void learn(JournalEntry entry, Set<String> keys, String askedBy, Map<String, Answer> known) {
        boolean answered = entry.type().equals(ANSWERED) || entry.type().equals(EARLIER_ANSWERED);
        if (!answered && !entry.type().equals(REFUSED) && !entry.type().equals(EARLIER_REFUSED)) {
            return;
        }
        Map<String, Object> body = body(entry);
        String key = StoredFields.text(body, "key");
        if (keys.contains(key)) {
            String asker = asker(body);
            if (answered) {
                known.putIfAbsent(key, Answer.of(reply(body), asker));
            } else if (asker.equals(askedBy)) {
                known.putIfAbsent(key, Answer.failed(FailureKind.REJECTED, StoredFields.text(body, "reason"), asker));
            }
        }
    }

    /** The reply kept under a key; where to find each is looked up once, and remembered. */
    synchronized Optional<Answer> find(String key) {
        if (places == null) {
            Map<String, Long> found = new HashMap<>();
            long[] place = {0};
            journal.forEach(stream, 0, entry -> {
                if (entry.type().equals(ANSWERED)) {
                    found.putIfAbsent(StoredFields.text(body(entry), "key"), place[0]);
                }
                place[0]++;
            });
            places = found;
        }
        Long place = places.get(key);
        if (place == null) {
            return Optional.empty();
        }
        Map<String, Object> body = body(journal.read(stream, place, 1).get(0));
        return Optional.of(Answer.of(reply(body), asker(body)));
    }

    /** Stores an answer. Results that may change when asked again are not stored. */
    public void keep(String key, Answer answer) {
        keepAll(Map.of(key, answer));
    }

    /** Stores several answers. Results that may change when asked again are not stored. */
    public void keepAll(Map<String, Answer> answers) {
        List<String> keys = new ArrayList<>();
        List<JournalEntry> entries = new ArrayList<>();
        answers.forEach((key, answer) -> {
            if (answer.isSettled()) {
                keys.add(key);
                entries.add(entry(key, answer));
            }
        });
        for (int from = 0; from < entries.size(); from += AT_ONCE) {
            int to = Math.min(entries.size(), from + AT_ONCE);
            long size = journal.append(stream, Journal.ANY_SIZE, entries.subList(from, to));
            remember(keys.subList(from, to), entries.subList(from, to), size - (to - from));
        }
    }

    private synchronized void remember(List<String> keys, List<JournalEntry> entries, long first) {
        for (int i = 0; places != null && i < keys.size(); i++) {
            if (entries.get(i).type().equals(ANSWERED)) {
                places.putIfAbsent(keys.get(i), first + i);
            }
        }
    }

    private JournalEntry entry(String key, Answer answer) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("key", key);
        body.put(ASKED_BY, answer.askedBy());
        answer.reply().ifPresent(reply -> body.put("reply", StoredFields.reply(reply)));
        answer.failure().ifPresent(failure -> body.put("reason", failure.message()));
        String type = answer.reply().isPresent() ? ANSWERED : REFUSED;
        return new JournalEntry(type, clock.instant(), StoredFields.writeUnsorted(body));
    }

    private static ChatReply reply(Map<String, Object> body) {
        return StoredFields.reply(StoredFields.object(body, "reply"));
    }

    private static String asker(Map<String, Object> body) {
        return StoredFields.optionalText(body, ASKED_BY).orElseGet(() -> StoredFields.text(body, EARLIER_ASKED_BY));
    }

    private Map<String, Object> body(JournalEntry entry) {
        try {
            return StoredFields.read(entry.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "an entry of the journal's stream " + stream + " is not JSON: someone else writes to it", e);
        }
    }
}
