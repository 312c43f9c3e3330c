package dev.finetuning.console.view;

import dev.finetuning.console.work.StartedSearch;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.search.Trial;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A trial on the page of its search.
 *
 * @param trial the trial
 * @param rank its place among the measured ones, from 1; 0 for others
 * @param settings its settings in words
 * @param tone the colour of its outcome
 * @param run its run
 */
public record TrialRow(Trial trial, int rank, String settings, String tone, Optional<FineTuningRun> run) {
    private static final MathContext DIGITS = new MathContext(4);
    private static final Map<Trial.Outcome, String> TONES = Map.of(
            Trial.Outcome.OPEN, "busy",
            Trial.Outcome.MEASURED, "good",
            Trial.Outcome.NOT_MEASURED, "warn",
            Trial.Outcome.FAILED, "bad");

    /** What templates show of a search's trials, the best first. */
    public static List<TrialRow> of(StartedSearch search) {
        List<Trial> ranked = search.result().ranked();
        return search.ranked().stream()
                .map(trial -> new TrialRow(
                        trial,
                        ranked.indexOf(trial) + 1,
                        settings(trial),
                        TONES.getOrDefault(trial.outcome(), "quiet"),
                        search.run(trial.number())))
                .toList();
    }

    private static String settings(Trial trial) {
        return trial.settings().values().entrySet().stream()
                .map(each -> each.getKey() + " " + word(each.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String word(Object value) {
        return value instanceof Double number
                ? BigDecimal.valueOf(number).round(DIGITS).stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }
}
