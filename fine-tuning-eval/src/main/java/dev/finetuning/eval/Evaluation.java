package dev.finetuning.eval;

import dev.finetuning.asking.CallPrices;
import dev.finetuning.asking.FailureKind;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.Usage;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.PriceList;
import dev.finetuning.eval.scorer.Absence;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.internal.content.Sha256;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One model's answers to the test cases, and what they amount to. Immutable.
 *
 * @param id the same for the same questions to the same model
 * @param modelId the model, as its provider names it
 * @param host who answers behind the model: a provider's name or a base URL
 * @param metrics the scorers' names, in their order; the first is the one that counts where only one can
 * @param results one per case and repeat, in the order of the cases, then of the repeats
 * @param judgeUsage the tokens that scorers' models took for it, by the id of each
 */
public record Evaluation(
        String id,
        String modelId,
        String host,
        List<String> metrics,
        List<CaseResult> results,
        Map<String, Usage> judgeUsage) {
    /**
     * Copies the lists and the map.
     *
     * @throws IllegalArgumentException if there is no metric
     */
    public Evaluation {
        metrics = List.copyOf(metrics);
        results = List.copyOf(results);
        judgeUsage = Collections.unmodifiableMap(new TreeMap<>(judgeUsage));
        if (metrics.isEmpty()) {
            throw new IllegalArgumentException("an evaluation needs at least one metric");
        }
    }

    /** An evaluation whose scorers asked no model. */
    public Evaluation(String id, String modelId, String host, List<String> metrics, List<CaseResult> results) {
        this(id, modelId, host, metrics, results, Map.of());
    }

    /** The first metric. */
    public String mainMetric() {
        return metrics.get(0);
    }

    /** What the first metric amounts to. */
    public Aggregate aggregate() {
        return aggregate(mainMetric());
    }

    /**
     * What a metric amounts to. Computed at each call.
     *
     * @throws IllegalArgumentException if no scorer had that name; the message lists those that were there
     */
    public Aggregate aggregate(String metric) {
        if (!metrics.contains(metric)) {
            throw new IllegalArgumentException("no metric named " + metric + "; there are: " + metrics);
        }
        return Aggregate.of(metric, results);
    }

    /** What was asked, whatever the model: the same for the same set of cases. */
    public String casesId() {
        String ids = results.stream()
                .map(result -> result.testCase().id())
                .distinct()
                .sorted()
                .collect(Collectors.joining("\n"));
        return Sha256.hex(ids).substring(0, 16);
    }

    /** How many distinct cases there are. */
    public long cases() {
        return results.stream().map(result -> result.testCase().id()).distinct().count();
    }

    /** How many questions have no answer. */
    public long errors() {
        return results.stream().filter(CaseResult::failed).count();
    }

    /** How many answers have no score by a metric, for whatever reason. */
    public long absent(String metric) {
        return absences(metric).values().stream().mapToLong(Long::longValue).sum();
    }

    /** Why answers have no score by a metric; reasons that did not occur are left out. */
    public Map<Absence, Long> absences(String metric) {
        return results.stream()
                .flatMap(result -> result.score(metric).flatMap(Score::absence).stream())
                .collect(Collectors.groupingBy(
                        Function.identity(), () -> new EnumMap<>(Absence.class), Collectors.counting()));
    }

    /** The errors by kind; kinds that did not occur are left out. */
    public Map<FailureKind, Long> errorsByKind() {
        return results.stream()
                .map(CaseResult::error)
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(
                        CaseError::kind, () -> new EnumMap<>(FailureKind.class), Collectors.counting()));
    }

    /**
     * Milliseconds from sending to the last byte, over the answers that this evaluation asked for; answers
     * without a latency, such as those of a batch, are left out.
     */
    public Distribution latencyMillis() {
        return Distribution.of(results.stream()
                .filter(result -> !result.cached())
                .map(CaseResult::reply)
                .filter(reply -> reply != null && !reply.latency().isZero())
                .mapToDouble(reply -> reply.latency().toNanos() / 1e6));
    }

    /** The tokens of all answers, taken-over ones included. */
    public Usage usage() {
        return results.stream()
                .map(CaseResult::reply)
                .filter(Objects::nonNull)
                .map(ChatReply::usage)
                .reduce(Usage.NONE, Usage::plus);
    }

    /**
     * What all answers cost, taken-over ones included, whoever paid for them; empty where a price that
     * matters is unknown.
     */
    public Optional<Money> cost(PriceList prices) {
        return new CallPrices(prices, modelId).of(usage());
    }

    /** The tokens of the answers this evaluation itself asked for; an answer to several equal questions counts once. */
    public Usage askedUsage() {
        Set<Object> counted = new HashSet<>();
        return results.stream()
                .filter(result -> !result.failed() && !result.cached())
                .filter(result -> counted.add(
                        List.of(result.testCase().input(), result.testCase().tools(), result.repeat())))
                .map(CaseResult::reply)
                .filter(Objects::nonNull)
                .map(ChatReply::usage)
                .reduce(Usage.NONE, Usage::plus);
    }

    /**
     * What this evaluation itself had to pay, over all its attempts: nothing for answers taken over from
     * another one, nor for questions without an answer, though a provider may have billed those whose outcome
     * is unknown. What its scorers asked of judges is counted in. Empty where a price that matters is unknown.
     */
    public Optional<Money> paid(PriceList prices) {
        Optional<Money> sum = new CallPrices(prices, modelId).of(askedUsage());
        for (Map.Entry<String, Usage> judge : judgeUsage.entrySet()) {
            Optional<Money> cost = new CallPrices(prices, judge.getKey()).of(judge.getValue());
            sum = sum.flatMap(others -> cost.map(others::plus));
        }
        return sum;
    }

    /** What one answer cost, whoever paid for it; empty where there is none, or a price that matters is unknown. */
    public Optional<Money> cost(CaseResult result, PriceList prices) {
        return Optional.ofNullable(result.reply()).flatMap(reply -> new CallPrices(prices, modelId).of(reply.usage()));
    }

    /** The results sliced by a label, by its value in alphabetical order; see {@link TestCase#slice}. */
    public Map<String, Evaluation> by(String label) {
        return by(testCase -> testCase.slice(label));
    }

    /** The results sliced by whatever a case belongs to, in alphabetical order. */
    public Map<String, Evaluation> by(Function<TestCase, String> slice) {
        Map<String, List<CaseResult>> slices = results.stream()
                .collect(Collectors.groupingBy(
                        result -> slice.apply(result.testCase()), TreeMap::new, Collectors.toList()));
        Map<String, Evaluation> evaluations = new LinkedHashMap<>();
        slices.forEach((value, part) -> evaluations.put(value, new Evaluation(id, modelId, host, metrics, part)));
        return evaluations;
    }

    /**
     * The share of cases whose repeats disagree on whether a metric is passed; empty where no case was
     * answered more than once.
     */
    public Optional<Estimate> flakiness(String metric) {
        List<List<CaseResult>> repeated = results.stream()
                .filter(result ->
                        result.score(metric).filter(score -> !score.isAbsent()).isPresent())
                .collect(Collectors.groupingBy(
                        result -> result.testCase().id(), LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .filter(repeats -> repeats.size() > 1)
                .toList();
        if (repeated.isEmpty()) {
            return Optional.empty();
        }
        long flaky = repeated.stream()
                .filter(repeats ->
                        repeats.stream().map(r -> r.passed(metric)).distinct().count() > 1)
                .count();
        return Optional.of(Estimate.share((double) flaky, repeated.size()));
    }

    @Override
    public String toString() {
        return "Evaluation[" + modelId + ", " + results.size() + " results, " + errors() + " errors, metrics " + metrics
                + ", not scored by " + mainMetric() + ": " + absent(mainMetric()) + "]";
    }
}
