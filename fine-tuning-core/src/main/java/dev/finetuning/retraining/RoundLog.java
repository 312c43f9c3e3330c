package dev.finetuning.retraining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.internal.json.StoredNames;
import dev.finetuning.journal.CorruptJournalException;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.LaterEntryException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rounds of a continuous training in the journal. A round begins only if none is open. Thread-safe. */
final class RoundLog {
    private static final String BEGUN = "round.begun";
    private static final String OVER = "round.over";
    private static final StoredNames<TrainingRound.Outcome> OUTCOMES = StoredNames.of(
            TrainingRound.Outcome.class,
            Map.of(
                    TrainingRound.Outcome.OPEN, "open",
                    TrainingRound.Outcome.REGISTERED, "registered",
                    TrainingRound.Outcome.FAILED, "failed"));

    private final Journal journal;
    private final String stream;
    private final InstantSource time;

    RoundLog(Journal journal, String name, InstantSource time) {
        this.journal = journal;
        this.time = time;
        stream = "retraining:" + name;
    }

    /**
     * The rounds as they stand.
     *
     * @param all the rounds, oldest first; only the last one may be open
     * @param size how many entries say so
     */
    record Rounds(List<TrainingRound> all, long size) {
        Optional<TrainingRound> last() {
            return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
        }

        Optional<TrainingRound> open() {
            return last().filter(round -> round.outcome() == TrainingRound.Outcome.OPEN);
        }

        /** The number in the queue up to which examples are in a version that a round before this one registered. */
        long learnt(int number) {
            return all.stream()
                    .filter(round -> round.number() < number)
                    .filter(round -> round.outcome() == TrainingRound.Outcome.REGISTERED)
                    .mapToLong(round -> round.begin().upTo())
                    .max()
                    .orElse(0);
        }

        /** The model of the newest round that the gates let through, if it is of this base model's line. */
        Optional<String> promotedModel(String baseModel) {
            return all.stream()
                    .filter(TrainingRound::promoted)
                    .reduce((older, newer) -> newer)
                    .filter(round -> round.begin().baseModel().orElse(baseModel).equals(baseModel))
                    .flatMap(TrainingRound::modelId);
        }
    }

    Rounds load() {
        List<TrainingRound> rounds = new ArrayList<>();
        long size = journal.forEach(stream, 0, entry -> {
            try {
                take(rounds, entry);
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new CorruptJournalException(
                        stream, stream, rounds.size(), "an entry of type " + entry.type() + " is not readable", e);
            }
        });
        return new Rounds(rounds, size);
    }

    /** Begins a round, unless something was noted since the rounds were loaded. */
    boolean begin(Rounds rounds, TrainingRound.Begin begin) {
        ObjectNode body = StoredJson.object()
                .put("round", rounds.all().size() + 1)
                .put("reason", begin.reason())
                .put("upTo", begin.upTo())
                .put("replay", begin.replay());
        begin.baseModel().ifPresent(model -> body.put("baseModel", model));
        begin.tunedModel().ifPresent(model -> body.put("tunedModel", model));
        try {
            journal.append(stream, rounds.size(), List.of(new JournalEntry(BEGUN, begin.at(), StoredJson.write(body))));
            return true;
        } catch (JournalConflictException e) {
            return false;
        }
    }

    /** Notes how a round ended; the first such note counts. */
    void over(int number, TrainingRound.End end) {
        ObjectNode body = StoredJson.object()
                .put("round", number)
                .put("outcome", OUTCOMES.of(end.outcome()))
                .put("promoted", end.promoted())
                .put("note", end.note());
        end.runId().ifPresent(id -> body.put("run", id));
        end.version().ifPresent(version -> body.put("version", version));
        end.modelId().ifPresent(model -> body.put("model", model));
        journal.append(
                stream, Journal.ANY_SIZE, List.of(new JournalEntry(OVER, time.instant(), StoredJson.write(body))));
    }

    private void take(List<TrainingRound> rounds, JournalEntry entry) {
        if (!entry.type().equals(BEGUN) && !entry.type().equals(OVER)) {
            throw new LaterEntryException(stream, entry.type());
        }
        JsonNode body = StoredJson.parse(entry.body());
        int number = (int) StoredJson.whole(body, "round");
        if (entry.type().equals(BEGUN)) {
            TrainingRound.Begin begin = new TrainingRound.Begin(
                    entry.at(),
                    StoredJson.text(body, "reason"),
                    StoredJson.whole(body, "upTo"),
                    text(body, "baseModel"),
                    text(body, "tunedModel"),
                    StoredJson.number(body, "replay"));
            rounds.add(new TrainingRound(number, begin, null));
        } else {
            TrainingRound round = rounds.get(number - 1);
            if (round.outcome() == TrainingRound.Outcome.OPEN) {
                rounds.set(number - 1, round.ended(end(entry, body)));
            }
        }
    }

    private TrainingRound.End end(JournalEntry entry, JsonNode body) {
        String outcome = StoredJson.text(body, "outcome");
        return new TrainingRound.End(
                OUTCOMES.find(outcome).orElseThrow(() -> new LaterEntryException(stream, outcome)),
                entry.at(),
                text(body, "run"),
                text(body, "version"),
                text(body, "model"),
                StoredJson.flag(body, "promoted"),
                StoredJson.text(body, "note"));
    }

    private static Optional<String> text(JsonNode body, String field) {
        return Optional.ofNullable(StoredJson.textOrNull(body, field));
    }
}
