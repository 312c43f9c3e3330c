package dev.finetuning.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.cost.Money;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.internal.json.StoredNames;
import dev.finetuning.journal.CorruptJournalException;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalConflictException;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.LaterEntryException;
import dev.finetuning.registry.internal.stored.IntervalJson;
import dev.finetuning.registry.internal.stored.StoredDirections;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A search in the journal: a stream of its own. Thread-safe. */
final class SearchLog {
    private static final String BEGUN = "search.begun";
    private static final String TRIAL_BEGUN = "search.trial-begun";
    private static final String TRIAL_OVER = "search.trial-over";
    private static final String RUNG = "search.rung-reached";
    private static final String ENDED = "search.ended";
    private static final String MEASURED = "search.winner-measured";

    private static final StoredNames<Trial.Outcome> OUTCOMES = StoredNames.of(
            Trial.Outcome.class,
            Map.of(
                    Trial.Outcome.OPEN, "open",
                    Trial.Outcome.MEASURED, "measured",
                    Trial.Outcome.NOT_MEASURED, "not-measured",
                    Trial.Outcome.STOPPED, "stopped",
                    Trial.Outcome.FAILED, "failed",
                    Trial.Outcome.CANCELLED, "cancelled"));
    private static final StoredNames<SearchResult.End> ENDS = StoredNames.of(
            SearchResult.End.class,
            Map.of(
                    SearchResult.End.TRIALS,
                    "trials",
                    SearchResult.End.BUDGET,
                    "budget",
                    SearchResult.End.SPACE,
                    "space",
                    SearchResult.End.CANCELLED,
                    "cancelled"));

    private final Journal journal;
    private final SearchIdentity identity;
    private final String stream;
    private final InstantSource time;

    SearchLog(Journal journal, SearchIdentity identity, InstantSource time) {
        this.journal = journal;
        this.identity = identity;
        this.time = time;
        stream = "search:" + identity.name();
    }

    /** The search as it stands. */
    SearchState load() {
        SearchState state = new SearchState(identity);
        journal.forEach(stream, 0, entry -> take(state, entry));
        return state;
    }

    /**
     * Notes what the search is about, or compares it with what was noted.
     *
     * @throws IllegalStateException if a search of that name is about something else
     */
    void define() {
        String own = identity.definition();
        while (true) {
            SearchState state = load();
            Optional<String> known = state.definition();
            if (known.isPresent() && !known.get().equals(own)) {
                throw new IllegalStateException("search " + identity.name() + " was begun as [" + known.get()
                        + "] and cannot go on as [" + own + "]; use another name");
            }
            if (known.isPresent() || append(state, BEGUN, StoredJson.object().put("definition", own))) {
                return;
            }
        }
    }

    /** Begins a trial, unless something was noted since the state was loaded. */
    boolean begin(SearchState state, Settings settings, Optional<Money> estimate) {
        ObjectNode body = StoredJson.object().put("trial", state.trials().size());
        StoredSettings.write(body, settings);
        estimate.ifPresent(money -> put(body, money));
        return append(state, TRIAL_BEGUN, body);
    }

    /** Notes that no further trial begins, unless something was noted since the state was loaded. */
    boolean end(SearchState state, SearchResult.End why) {
        return append(state, ENDED, StoredJson.object().put("why", ENDS.of(why)));
    }

    /** Notes that somebody has cancelled the search. */
    void cancel(String by) {
        append(
                ENDED,
                StoredJson.object()
                        .put("why", ENDS.of(SearchResult.End.CANCELLED))
                        .put("by", by));
    }

    /** Notes how a trial ended; the first such note counts. */
    void over(Trial trial) {
        ObjectNode body = StoredJson.object().put("trial", trial.number()).put("outcome", OUTCOMES.of(trial.outcome()));
        trial.value().ifPresent(value -> body.put("value", value));
        trial.cost().ifPresent(money -> put(body, money));
        trial.runId().ifPresent(id -> body.put("run", id));
        trial.version().ifPresent(version -> body.put("version", version));
        trial.bestCheckpoint().ifPresent(best -> {
            ObjectNode checkpoint = body.putObject("checkpoint")
                    .put("id", best.id())
                    .put("step", best.step())
                    .put("value", best.value());
            best.modelId().ifPresent(model -> checkpoint.put("model", model));
        });
        body.put("note", trial.note());
        append(TRIAL_OVER, body);
    }

    /** Notes how good a trial is at a rung; the first such note counts. */
    void reached(int trial, Rungs.Visit visit) {
        append(
                RUNG,
                StoredJson.object()
                        .put("trial", trial)
                        .put("rung", visit.rung())
                        .put("value", visit.value())
                        .put("goesOn", visit.goesOn()));
    }

    /** Notes how good the winner is on fresh data. */
    void measured(FreshMeasurement fresh) {
        ObjectNode body = StoredJson.object()
                .put("trial", fresh.trial())
                .put("version", fresh.version())
                .put("promoted", fresh.promoted())
                .put("note", fresh.note());
        ArrayNode metrics = body.putArray("metrics");
        for (FreshMeasurement.Metric metric : fresh.metrics()) {
            ObjectNode each = metrics.addObject()
                    .put("name", metric.name())
                    .put("direction", StoredDirections.of(metric.direction()))
                    .put("fresh", metric.fresh())
                    .put("cases", metric.cases());
            metric.inSearch().ifPresent(value -> each.put("inSearch", value));
            metric.interval().ifPresent(interval -> IntervalJson.write(each.putObject("interval"), interval));
        }
        append(MEASURED, body);
    }

    private static void put(ObjectNode body, Money money) {
        body.put("amount", money.amount().toPlainString())
                .put("currency", money.currency().getCurrencyCode());
    }

    private void append(String type, ObjectNode body) {
        journal.append(stream, Journal.ANY_SIZE, List.of(entry(type, body)));
    }

    private boolean append(SearchState state, String type, ObjectNode body) {
        try {
            journal.append(stream, state.size(), List.of(entry(type, body)));
            return true;
        } catch (JournalConflictException e) {
            return false;
        }
    }

    private JournalEntry entry(String type, ObjectNode body) {
        return new JournalEntry(type, time.instant(), StoredJson.write(body));
    }

    private void take(SearchState state, JournalEntry entry) {
        try {
            JsonNode body = StoredJson.parseExactly(entry.body());
            switch (entry.type()) {
                case BEGUN -> state.defined(StoredJson.text(body, "definition"));
                case TRIAL_BEGUN -> state.begun(StoredSettings.read(body, identity.space()), money(body));
                case TRIAL_OVER -> state.over(trial(state, body));
                case RUNG -> state.reached(number(body, "trial"), visit(body));
                case ENDED -> ENDS.find(StoredJson.text(body, "why")).ifPresent(state::ended);
                case MEASURED -> state.measured(fresh(body));
                default -> throw new LaterEntryException(stream, entry.type());
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new CorruptJournalException(
                    stream,
                    stream,
                    state.size(),
                    "an entry of type " + entry.type() + " is not readable: " + e.getMessage(),
                    null);
        }
        state.count();
    }

    private static int number(JsonNode body, String field) {
        return (int) StoredJson.whole(body, field);
    }

    private static Optional<Money> money(JsonNode body) {
        String amount = StoredJson.textOrNull(body, "amount");
        return Optional.ofNullable(amount).map(text -> Money.of(text, StoredJson.text(body, "currency")));
    }

    private static Rungs.Visit visit(JsonNode body) {
        return new Rungs.Visit(number(body, "rung"), StoredJson.number(body, "value"), StoredJson.flag(body, "goesOn"));
    }

    private Trial trial(SearchState state, JsonNode body) {
        Trial.Outcome outcome = OUTCOMES.find(StoredJson.text(body, "outcome"))
                .orElseThrow(() -> new LaterEntryException(stream, StoredJson.text(body, "outcome")));
        JsonNode best = body.path("checkpoint");
        return state.trials().get(number(body, "trial")).toBuilder()
                .outcome(outcome)
                .value(optional(StoredJson.numberOrNull(body, "value")))
                .cost(money(body))
                .run(Optional.ofNullable(StoredJson.textOrNull(body, "run")))
                .version(Optional.ofNullable(StoredJson.textOrNull(body, "version")))
                .checkpoint(best.isObject() ? Optional.of(checkpoint(best)) : Optional.empty())
                .note(StoredJson.text(body, "note"))
                .build();
    }

    private static Trial.BestCheckpoint checkpoint(JsonNode best) {
        return new Trial.BestCheckpoint(
                StoredJson.text(best, "id"),
                Optional.ofNullable(StoredJson.textOrNull(best, "model")),
                StoredJson.whole(best, "step"),
                StoredJson.number(best, "value"));
    }

    private FreshMeasurement fresh(JsonNode body) {
        return new FreshMeasurement(
                number(body, "trial"),
                StoredJson.text(body, "version"),
                StoredJson.list(body, "metrics", this::metric),
                StoredJson.flag(body, "promoted"),
                StoredJson.text(body, "note"));
    }

    private FreshMeasurement.Metric metric(JsonNode each) {
        JsonNode interval = each.path("interval");
        String direction = StoredJson.text(each, "direction");
        return new FreshMeasurement.Metric(
                StoredJson.text(each, "name"),
                StoredDirections.find(direction).orElseThrow(() -> new LaterEntryException(stream, direction)),
                optional(StoredJson.numberOrNull(each, "inSearch")),
                StoredJson.number(each, "fresh"),
                interval.isObject() ? Optional.of(IntervalJson.read(interval)) : Optional.empty(),
                StoredJson.whole(each, "cases"));
    }

    private static OptionalDouble optional(@Nullable Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
