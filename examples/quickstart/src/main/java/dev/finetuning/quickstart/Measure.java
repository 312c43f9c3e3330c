package dev.finetuning.quickstart;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.Usage;
import dev.finetuning.cost.Money;
import dev.finetuning.cost.RequestShape;
import dev.finetuning.dataset.Split;
import dev.finetuning.eval.Estimate;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.baseline.Baselines;
import dev.finetuning.eval.compare.Comparison;
import dev.finetuning.eval.compare.ScoreCards;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.eval.scorer.Levenshtein;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.journal.Journal;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.PairedComparison;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.run.RunEvaluation;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Measures a new model, the version in production and the majority answer, all on the same cases. */
final class Measure implements RunEvaluation {
    private static final double MINIMUM_GAIN = 0.005;
    private static final double MARGIN = 0.02;

    private final Host host;
    private final Split split;
    private final Screen screen;
    private final Evaluator evaluator;
    private final String metric;
    private final List<Evaluation> evaluations = new ArrayList<>();
    private volatile Runnable heartbeat = () -> {};

    Measure(Host host, Split split, Journal journal, Screen screen) {
        this.host = host;
        this.split = split;
        this.screen = screen;
        boolean labels = answersRepeat(split);
        Levenshtein similarity = new Levenshtein();
        ExactMatch same = new ExactMatch();
        this.metric = labels ? same.name() : similarity.name();
        this.evaluator = Evaluator.builder()
                .scorers(labels ? same : similarity, labels ? similarity : same)
                .journal(journal)
                .progress(screen::onProgress)
                .heartbeat(() -> heartbeat.run())
                .build();
    }

    private static boolean answersRepeat(Split split) {
        long distinct = TestCase.from(split.train()).stream()
                .map(TestCase::expectedText)
                .distinct()
                .count();
        return distinct * 2 <= split.train().size();
    }

    /** A version must do better than the majority answer, and better than the one in production, if narrowly. */
    PromotionPolicy policy() {
        return PromotionPolicy.of(
                Gate.atLeast(gain(), MINIMUM_GAIN),
                Gate.minAbsoluteChange(metric, MINIMUM_GAIN),
                Gate.nonInferior(metric, MARGIN));
    }

    /** The candidate first, then what it was held against. */
    List<Evaluation> evaluations() {
        return List.copyOf(evaluations);
    }

    @Override
    public Result evaluate(Task task) {
        List<TestCase> cases = TestCase.from(task.test());
        heartbeat = task.heartbeat();
        evaluations.clear();
        Evaluation candidate = measure("new model", cases, task.candidate());
        Evaluation majority = measure("majority answer", cases, Baselines.majority(split.train()));
        evaluations.add(candidate);
        Optional<Money> cost = task.price().apply(candidate.askedUsage());
        List<PairedComparison> comparisons = new ArrayList<>();
        if (task.champion().isPresent()) {
            ModelVersion version = task.champion().get();
            Evaluation holder = measure("in production, " + version.version(), cases, championModel(version));
            evaluations.add(holder);
            comparisons.add(ScoreCards.comparison(compared(holder, candidate), version.id()));
            cost = cost.flatMap(own -> price(version, holder.askedUsage()).map(own::plus));
        }
        evaluations.add(majority);
        compared(majority, candidate);
        return new Result(cards(candidate, majority, comparisons), cost);
    }

    private Optional<Money> price(ModelVersion version, Usage usage) {
        RequestShape tokens = new RequestShape(usage.inputTokens(), usage.cachedInputTokens(), usage.outputTokens());
        return host.prices().of(version.lineage().baseModel()).flatMap(price -> price.requestCost(tokens));
    }

    private Comparison compared(Evaluation baseline, Evaluation candidate) {
        Comparison comparison = Comparison.of(baseline, candidate);
        screen.line("%s", comparison.sentence());
        return comparison;
    }

    private ChatModel championModel(ModelVersion version) {
        return host.pipeline().chatModel(version.served().modelId());
    }

    private Evaluation measure(String what, List<TestCase> cases, ChatModel model) {
        Evaluation evaluation = evaluator.evaluate(cases, model);
        Estimate share = evaluation.aggregate().passed();
        screen.line(
                "%-22s %s %.4f on %,d cases, passed %.4f [%.4f, %.4f]%s, %d errors",
                what,
                evaluation.mainMetric(),
                evaluation.aggregate().mean().value(),
                evaluation.cases(),
                share.value(),
                share.low(),
                share.high(),
                latency(evaluation),
                evaluation.errors());
        return evaluation;
    }

    /** A baseline that asks nobody, and answers taken over from before, have no latency. */
    private static String latency(Evaluation evaluation) {
        double median = evaluation.latencyMillis().median();
        return Double.isNaN(median) ? "" : ", median %.3f ms".formatted(median);
    }

    private List<ScoreCard> cards(Evaluation candidate, Evaluation baseline, List<PairedComparison> comparisons) {
        Instant now = InstantSource.system().instant();
        List<ScoreCard> cards = new ArrayList<>();
        for (String name : candidate.metrics()) {
            ScoreCard card =
                    ScoreCards.withSlices(ScoreCards.of(candidate, name, now), candidate, ExampleInfo.CATEGORY);
            cards.add(name.equals(metric) ? card.withComparisons(comparisons) : card);
        }
        double gain = candidate.aggregate().mean().value()
                - baseline.aggregate().mean().value();
        cards.add(ScoreCard.of(gain(), gain, Direction.HIGHER_IS_BETTER, candidate.cases(), now));
        // answers taken over from an interrupted evaluation say nothing about latency
        if (candidate.latencyMillis().count() > 0) {
            cards.add(ScoreCards.latency(candidate, now));
        }
        return cards;
    }

    private String gain() {
        return metric + " over majority answer";
    }
}
