package dev.finetuning.search;

import dev.finetuning.example.Example;
import dev.finetuning.registry.promotion.GateVerdict;
import dev.finetuning.registry.promotion.PromotionDecision;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunModel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Measures the winner on fresh data, once, and lets the gates decide about it.
 *
 * @param by the author of the decision in the registry; the one of the runs if absent
 */
record WinnerCheck(SearchLog log, FineTuningRuns runs, List<Example> fresh, Optional<Author> by) {
    /** Does so if all trials are over and this winner was not measured before. */
    void measure() {
        SearchResult result = log.load().result(Optional.empty());
        Optional<Trial> winner = result.winner();
        boolean cancelled =
                result.end().filter(SearchResult.End.CANCELLED::equals).isPresent();
        boolean decided = winner.isPresent() && result.open().isEmpty() && !cancelled;
        if (fresh.isEmpty() || !decided || known(result, winner.get())) {
            return;
        }
        RunModel model = runs.model(winner.get().runId().orElseThrow());
        ModelVersion version = model.version().orElseThrow();
        RunModel.Remeasured again = by.isPresent() ? model.promoteOn(fresh, by.get()) : model.promoteOn(fresh);
        log.measured(new FreshMeasurement(
                winner.get().number(),
                version.version().toString(),
                again.scoreCards().stream().map(card -> metric(card, version)).toList(),
                again.decision().promoted(),
                note(again.decision())));
    }

    private static boolean known(SearchResult result, Trial winner) {
        return result.fresh()
                .filter(measured -> measured.trial() == winner.number())
                .isPresent();
    }

    /** The version's first card of a metric is that of the search: later ones may be from here, before a crash. */
    private static FreshMeasurement.Metric metric(ScoreCard card, ModelVersion version) {
        OptionalDouble inSearch = version.scoreCards().stream()
                .filter(earlier -> earlier.metric().equals(card.metric()))
                .mapToDouble(ScoreCard::value)
                .findFirst();
        return new FreshMeasurement.Metric(
                card.metric(), card.direction(), inSearch, card.value(), card.interval(), card.n());
    }

    private static String note(PromotionDecision decision) {
        return decision.failures().stream()
                .map((GateVerdict verdict) -> verdict.gate() + ": " + verdict.evidence())
                .collect(Collectors.joining("; "));
    }
}
