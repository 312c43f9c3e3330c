package dev.finetuning.console.view;

import dev.finetuning.console.work.MeasuredRun;
import dev.finetuning.eval.CaseResult;
import dev.finetuning.eval.compare.ComparedCase;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.example.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A case of an evaluation on its page.
 *
 * @param id the case's id
 * @param question what was asked
 * @param words what was expected against what was answered, word by word
 * @param score from 0 to 1
 * @param passed whether it passes
 * @param outcome {@code regressed}, {@code fixed}, or another word; empty without a champion
 */
public record CaseView(
        String id, String question, List<WordDiff.Piece> words, OptionalDouble score, boolean passed, String outcome) {
    /** Copies the list. */
    public CaseView {
        words = List.copyOf(words);
    }

    /** What templates show of it. */
    public static List<CaseView> of(MeasuredRun measured) {
        Map<String, String> outcomes = new HashMap<>();
        measured.comparison().ifPresent(comparison -> {
            for (ComparedCase compared : comparison.cases()) {
                outcomes.put(compared.testCase().id(), Show.word(compared.outcome()));
            }
        });
        String metric = measured.candidate().mainMetric();
        return measured.candidate().results().stream()
                .map(result -> of(
                        result, metric, outcomes.getOrDefault(result.testCase().id(), "")))
                .toList();
    }

    private static CaseView of(CaseResult result, String metric, String outcome) {
        List<Message> asked = result.testCase().input();
        String expected = result.testCase().expected().map(Message::text).orElse("");
        return new CaseView(
                result.testCase().id(),
                asked.isEmpty() ? "" : asked.get(asked.size() - 1).text(),
                WordDiff.between(expected, result.text()),
                result.score(metric).map(Score::value).orElse(OptionalDouble.empty()),
                result.passed(metric),
                outcome);
    }
}
