package dev.finetuning.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.eval.internal.Hashes;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The answers of one model, kept in a journal: an answer counts once it is in here. Thread-safe as far
 * as its journal is.
 */
final class AnswerBook {
    private static final String ANSWERED = "evaluation.answered";
    private static final String REFUSED = "evaluation.refused";
    private static final int AT_ONCE = 500;

    private final Journal journal;
    private final InstantSource time;
    private final String stream;

    AnswerBook(Journal journal, ChatModel model, InstantSource time) {
        this.journal = journal;
        this.time = time;
        this.stream = "evaluation/answers/" + Hashes.hex(model.host() + '\0' + model.id());
    }

    /** What is already known of these questions; a refusal only where the same evaluation heard it. */
    Map<String, Answer> known(Set<String> keys, String evaluationId) {
        Map<String, Answer> known = new LinkedHashMap<>();
        journal.forEach(stream, 0, entry -> {
            Map<String, Object> body = body(entry);
            String key = Wire.text(body, "key");
            if (!keys.contains(key)) {
                return;
            }
            String asker = Wire.text(body, "evaluation");
            if (entry.type().equals(ANSWERED)) {
                known.putIfAbsent(key, Answer.of(Wire.reply(Wire.object(body, "reply")), asker));
            } else if (entry.type().equals(REFUSED) && asker.equals(evaluationId)) {
                known.putIfAbsent(
                        key, Answer.of(new CaseError(CaseError.Kind.REJECTED, Wire.text(body, "reason")), asker));
            }
        });
        return known;
    }

    /** Makes an answer durable. What may be asked again is not kept. */
    void keep(String key, Answer answer) {
        if (answer.settled()) {
            journal.append(stream, Journal.ANY_SIZE, List.of(entry(key, answer)));
        }
    }

    /** Makes many answers durable. What may be asked again is not kept. */
    void keepAll(Map<String, Answer> answers) {
        List<JournalEntry> entries = new ArrayList<>();
        answers.forEach((key, answer) -> {
            if (answer.settled()) {
                entries.add(entry(key, answer));
            }
        });
        for (int from = 0; from < entries.size(); from += AT_ONCE) {
            int to = Math.min(entries.size(), from + AT_ONCE);
            journal.append(stream, Journal.ANY_SIZE, entries.subList(from, to));
        }
    }

    private JournalEntry entry(String key, Answer answer) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("key", key);
        body.put("evaluation", answer.evaluationId());
        if (answer.reply() != null) {
            body.put("reply", Wire.reply(answer.reply()));
        } else if (answer.error() != null) {
            body.put("reason", answer.error().message());
        }
        String type = answer.reply() != null ? ANSWERED : REFUSED;
        return new JournalEntry(type, time.instant(), Wire.writeUnsorted(body));
    }

    private Map<String, Object> body(JournalEntry entry) {
        try {
            return Wire.read(entry.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "an entry of the journal's stream " + stream + " is not JSON: someone else writes to it", e);
        }
    }
}
