package dev.finetuning.eval.compare;

import dev.finetuning.chat.ChatReply;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.PriceList;
import dev.finetuning.eval.CaseResult;
import dev.finetuning.eval.Evaluation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a case cost one model, the mean of its repeats.
 *
 * @param caseId the case
 * @param dollars US dollars
 * @param seconds the time to the answer; NaN if not measured
 */
record CaseExpense(String caseId, double dollars, double seconds) {
    static Map<String, CaseExpense> byCase(Evaluation evaluation, PriceList prices) {
        Map<String, List<CaseResult>> answered = new LinkedHashMap<>();
        for (CaseResult result : evaluation.results()) {
            if (!result.failed()) {
                answered.computeIfAbsent(result.testCase().id(), id -> new ArrayList<>())
                        .add(result);
            }
        }
        Map<String, CaseExpense> expenses = new LinkedHashMap<>();
        answered.forEach((id, repeats) -> expenses.put(id, of(id, repeats, evaluation, prices)));
        return expenses;
    }

    static CaseExpense of(ComparedCase each, Map<String, CaseExpense> expenses) {
        CaseExpense expense = expenses.get(each.testCase().id());
        if (expense == null) {
            throw new IllegalArgumentException("the comparison is of other evaluations: case "
                    + each.testCase().id() + " has no answer here");
        }
        return expense;
    }

    double requireSeconds() {
        if (Double.isNaN(seconds)) {
            throw new IllegalArgumentException("case " + caseId
                    + " was not timed, since its answer was taken over or came by batch; evaluate without kept answers,"
                    + " or let a second be worth 0");
        }
        return seconds;
    }

    private static CaseExpense of(String id, List<CaseResult> repeats, Evaluation evaluation, PriceList prices) {
        double dollars = repeats.stream()
                .mapToDouble(result -> dollars(result, evaluation, prices))
                .average()
                .orElse(0);
        double seconds = repeats.stream()
                .filter(result -> !result.cached())
                .flatMap(result -> result.reply().stream())
                .filter(reply -> !reply.latency().isZero())
                .map(ChatReply::latency)
                .mapToDouble(latency -> latency.toNanos() / 1e9)
                .average()
                .orElse(Double.NaN);
        return new CaseExpense(id, dollars, seconds);
    }

    private static double dollars(CaseResult result, Evaluation evaluation, PriceList prices) {
        Money cost = evaluation
                .cost(result, prices)
                .orElseThrow(() -> new IllegalArgumentException("the price list has no price for "
                        + evaluation.modelId() + "; add one, of 0 where it is free"));
        if (!cost.currency().getCurrencyCode().equals("USD")) {
            throw new IllegalArgumentException(
                    "the price of " + evaluation.modelId() + " is in " + cost.currency() + ", not in US dollars");
        }
        return cost.amount().doubleValue();
    }
}
