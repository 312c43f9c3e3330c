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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One model's answers to the test cases, with their scores. Immutable.
 *
 * @param id the same for the same questions to the same model
 * @param modelId the provider's id of the model
 * @param provider who answers: the provider's name or a base URL
 * @param metrics the scorers' names in order; the first is the main metric
 * @param results one per case and repeat, in the order of cases, then repeats
 * @param judgeUsage the tokens used by the scorers' models, by model id
 */
public record Evaluation(
        String id,
        String modelId,
        String provider,
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

    /** An evaluation whose scorers asked no models. */
    public Evaluation(String id, String modelId, String provider, List<String> metrics, List<CaseResult> results) {
        this(id, modelId, provider, metrics, results, Map.of());
    }

    /** The main metric: the first one. */
    public String mainMetric() {
        return metrics.get(0);
    }

    /** The summary of the main metric. */
    public Aggregate aggregate() {
        return aggregate(mainMetric());
    }

    /**
     * The summary of a metric. Computed at each call.
     *
     * @throws IllegalArgumentException if no scorer has that name; the message lists the names
     */
    public Aggregate aggregate(String metric) {
        if (!metrics.contains(metric)) {
            throw new IllegalArgumentException("no metric named " + metric + "; there are: " + metrics);
        }
        return Aggregate.of(metric, results);
    }

    /** The identity of the questions: the same for the same set of cases, whatever the model. */
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

    /** How many answers have no score for a metric, for any reason. */
    public long absent(String metric) {
        return absences(metric).values().stream().mapToLong(Long::longValue).sum();
    }

    /** The models that gave a metric's scores, by what they call themselves; empty if none did. */
    public Optional<String> judge(String metric) {
        String judges = results.stream()
                .flatMap(result -> result.score(metric).flatMap(Score::judge).stream())
                .distinct()
                .sorted()
                .collect(Collectors.joining(" and "));
        return Optional.of(judges).filter(some -> !some.isEmpty());
    }

    /** Why answers have no score for a metric; only reasons that occurred. */
    public Map<Absence, Long> absences(String metric) {
        return results.stream()
                .flatMap(result -> result.score(metric).flatMap(Score::absence).stream())
                .collect(Collectors.groupingBy(
                        Function.identity(), () -> new EnumMap<>(Absence.class), Collectors.counting()));
    }

    /** The errors by kind; only kinds that occurred. */
    public Map<FailureKind, Long> errorsByKind() {
        return results.stream()
                .flatMap(result -> result.error().stream())
                .collect(Collectors.groupingBy(
                        CaseError::kind, () -> new EnumMap<>(FailureKind.class), Collectors.counting()));
    }

    /**
     * Milliseconds from sending to the last byte, of the answers that this evaluation asked for. Answers
     * without a latency, such as those of a batch, are left out.
     */
    public Distribution latencyMillis() {
        return Distribution.of(results.stream()
                .filter(result -> !result.cached())
                .flatMap(result -> result.reply().stream())
                .filter(reply -> !reply.latency().isZero())
                .mapToDouble(reply -> reply.latency().toNanos() / 1e6));
    }

    /**
     * Milliseconds from sending to the first part of the answer, of the answers that this evaluation asked for; empty
     * unless its answers were streamed.
     */
    public Distribution firstTokenMillis() {
        return Distribution.of(results.stream()
                .filter(result -> !result.cached())
                .flatMap(result -> result.reply().stream())
                .flatMap(reply -> reply.firstToken().stream())
                .mapToDouble(time -> time.toNanos() / 1e6));
    }

    /** The tokens of all answers, including those taken from another evaluation. */
    public Usage usage() {
        return results.stream()
                .flatMap(result -> result.reply().stream())
                .map(ChatReply::usage)
                .reduce(Usage.NONE, Usage::plus);
    }

    /** The cost of all answers, including those taken from another evaluation; empty if a price it needs is unknown. */
    public Optional<Money> cost(PriceList prices) {
        return new CallPrices(prices, modelId).of(usage());
    }

    /** The tokens of the answers that this evaluation asked for; one answer to several equal questions counts once. */
    public Usage askedUsage() {
        Set<Object> counted = new HashSet<>();
        return results.stream()
                .filter(result -> !result.failed() && !result.cached())
                .filter(result -> counted.add(
                        List.of(result.testCase().input(), result.testCase().tools(), result.repeat())))
                .flatMap(result -> result.reply().stream())
                .map(ChatReply::usage)
                .reduce(Usage.NONE, Usage::plus);
    }

    /**
     * What this evaluation had to pay itself, over all its attempts, including its judges. Answers taken
     * from another evaluation cost nothing, nor do questions without an answer, though a provider may have
     * billed those with an unknown outcome. Empty if a price it needs is unknown.
     */
    public Optional<Money> paid(PriceList prices) {
        Optional<Money> sum = new CallPrices(prices, modelId).of(askedUsage());
        for (Map.Entry<String, Usage> judge : judgeUsage.entrySet()) {
            Optional<Money> cost = new CallPrices(prices, judge.getKey()).of(judge.getValue());
            sum = sum.flatMap(others -> cost.map(others::plus));
        }
        return sum;
    }

    /** The cost of one answer, whoever paid for it; empty if there is no answer, or a price it needs is unknown. */
    public Optional<Money> cost(CaseResult result, PriceList prices) {
        return result.reply().flatMap(reply -> new CallPrices(prices, modelId).of(reply.usage()));
    }

    /** The results sliced by a label, in the alphabetical order of its values; see {@link TestCase#slice}. */
    public Map<String, Evaluation> by(String label) {
        return by(testCase -> testCase.slice(label));
    }

    /** The results sliced by a function of the case, in alphabetical order. */
    public Map<String, Evaluation> by(Function<TestCase, String> slice) {
        Map<String, List<CaseResult>> slices = results.stream()
                .collect(Collectors.groupingBy(
                        result -> slice.apply(result.testCase()), TreeMap::new, Collectors.toList()));
        Map<String, Evaluation> evaluations = new LinkedHashMap<>();
        slices.forEach((value, part) -> evaluations.put(value, new Evaluation(id, modelId, provider, metrics, part)));
        return evaluations;
    }

    /**
     * The share of cases whose repeats disagree about passing a metric; empty if no case was answered more
     * than once.
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
