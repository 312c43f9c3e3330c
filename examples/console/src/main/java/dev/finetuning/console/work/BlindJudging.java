package dev.finetuning.console.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.console.access.Caller;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.eval.human.BlindPair;
import dev.finetuning.eval.human.BlindStudy;
import dev.finetuning.eval.human.Preference;
import dev.finetuning.eval.human.Rating;
import dev.finetuning.eval.human.StudyResult;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** People who compare answers of two versions without knowing which is whose. Thread-safe. */
public final class BlindJudging {
    private static final String RATED = "pair.rated";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Preference> WORDS =
            Map.of("left", Preference.LEFT, "tie", Preference.TIE, "right", Preference.RIGHT);

    private final EvaluationShelf evaluations;
    private final Journal journal;
    private final InstantSource clock;

    BlindJudging(EvaluationShelf evaluations, Journal journal, InstantSource clock) {
        this.evaluations = evaluations;
        this.journal = journal;
        this.clock = clock;
    }

    /** The pairs of a run that somebody has not judged yet. */
    public List<BlindPair> remaining(String run, Caller caller) {
        return study(run).remaining(caller.who(), ratings(run));
    }

    /** How many pairs there are. */
    public int pairs(String run) {
        return study(run).pairs().size();
    }

    /**
     * Records what somebody prefers.
     *
     * @param item the pair's
     * @param word {@code left}, {@code tie} or {@code right}
     */
    public void rate(String run, String item, String word, Caller caller) {
        boolean known = study(run).pairs().stream().anyMatch(pair -> pair.item().equals(item));
        if (!known) {
            throw RefusedException.notFound("pair");
        }
        if (!WORDS.containsKey(word)) {
            throw RefusedException.invalid("preference", "must be left, tie or right");
        }
        try {
            String body = JSON.writeValueAsString(Map.of("item", item, "by", caller.who(), "prefers", word));
            journal.append(stream(run), Journal.ANY_SIZE, List.of(new JournalEntry(RATED, clock.instant(), body)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts can always be written", e);
        }
    }

    /** What all have said so far; nothing before the first judgement. */
    public Optional<StudyResult> result(String run) {
        List<Rating> ratings = ratings(run);
        return ratings.isEmpty() ? Optional.empty() : Optional.of(study(run).result(ratings));
    }

    private BlindStudy study(String run) {
        MeasuredRun measured =
                evaluations.of(run).orElseThrow(() -> RefusedException.notFound("evaluation of this run"));
        return BlindStudy.of(
                measured.champion().orElseThrow(() -> RefusedException.notFound("second version to judge")),
                measured.candidate(),
                run.hashCode());
    }

    /** The last judgement of each person about each pair. */
    private List<Rating> ratings(String run) {
        List<Rating> ratings = new ArrayList<>();
        journal.forEach(stream(run), 0, entry -> {
            Rating rating = rating(entry);
            ratings.removeIf(before ->
                    before.item().equals(rating.item()) && before.rater().equals(rating.rater()));
            ratings.add(rating);
        });
        return ratings;
    }

    private static Rating rating(JournalEntry entry) {
        try {
            JsonNode body = JSON.readTree(entry.body());
            Preference preference = WORDS.getOrDefault(body.path("prefers").asText(), Preference.TIE);
            return new Rating(body.path("item").asText(), body.path("by").asText(), preference);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an entry of the judgements cannot be read", e);
        }
    }

    private static String stream(String run) {
        return "judgements/" + run;
    }
}
