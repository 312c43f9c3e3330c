package dev.finetuning.quickstart;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.dataset.Split;
import dev.finetuning.eval.Aggregate;
import dev.finetuning.eval.Baselines;
import dev.finetuning.eval.Estimate;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.eval.scorer.Levenshtein;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.journal.Journal;
import dev.finetuning.registry.Direction;
import dev.finetuning.registry.Gate;
import dev.finetuning.registry.Interval;
import dev.finetuning.registry.ModelVersion;
import dev.finetuning.registry.PromotionPolicy;
import dev.finetuning.registry.ScoreCard;
import dev.finetuning.run.RunEvaluation;
import dev.finetuning.training.TrainingPipeline;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures a new model, the version in production and the majority answer, all on the same cases. */
final class Measure implements RunEvaluation {
    private static final double MINIMUM_GAIN = 0.005;
    private static final int SMALL_SLICE = 5;

    private final TrainingPipeline pipeline;
    private final Split split;
    private final Screen screen;
    private final Evaluator evaluator;
    private final String metric;
    private final List<Evaluation> evaluations = new ArrayList<>();

    Measure(TrainingPipeline pipeline, Split split, Journal journal, Screen screen) {
        this.pipeline = pipeline;
        this.split = split;
        this.screen = screen;
        boolean labels = answersRepeat(split);
        Levenshtein similarity = new Levenshtein();
        ExactMatch same = new ExactMatch();
        this.metric = labels ? same.name() : similarity.name();
        this.evaluator = Evaluator.builder()
                .scorers(labels ? same : similarity, labels ? similarity : same)
                .journal(journal)
                .progress(screen)
                .build();
    }

    private static boolean answersRepeat(Split split) {
        long distinct = TestCase.from(split.train()).stream()
                .map(TestCase::expectedText)
                .distinct()
                .count();
        return distinct * 2 <= split.train().size();
    }

    /** A new version must beat the one in production by half a point; the first must be better than nothing. */
    PromotionPolicy policy() {
        return PromotionPolicy.of(Gate.atLeast(gain(), 0), Gate.minAbsoluteChange(metric, MINIMUM_GAIN));
    }

    /** The candidate first, then what it was held against. */
    List<Evaluation> evaluations() {
        return List.copyOf(evaluations);
    }

    @Override
    public List<ScoreCard> evaluate(Task task) {
        List<TestCase> cases = TestCase.from(task.test());
        ChatModel majority = Baselines.majority(split.train());
        evaluations.clear();
        evaluations.add(measure("new model", cases, task.candidate()));
        task.heartbeat().run();
        evaluations.add(measure("majority answer", cases, majority));
        Optional<ModelVersion> incumbent = task.incumbent();
        incumbent.ifPresent(version ->
                evaluations.add(1, measure("in production, " + version.version(), cases, incumbentModel(version))));
        return cards(evaluations.get(0), evaluations.get(evaluations.size() - 1));
    }

    private ChatModel incumbentModel(ModelVersion version) {
        return pipeline.chatModel(version.served().modelId());
    }

    private Evaluation measure(String what, List<TestCase> cases, ChatModel model) {
        Evaluation evaluation = evaluator.evaluate(cases, model);
        Estimate share = evaluation.aggregate().passed();
        screen.line(
                "%-22s %s %.4f on %,d cases, passed %.4f [%.4f, %.4f], median %.3f ms, %d errors",
                what,
                evaluation.mainMetric(),
                evaluation.aggregate().mean().value(),
                evaluation.cases(),
                share.value(),
                share.low(),
                share.high(),
                evaluation.latencyMillis().median(),
                evaluation.errors());
        return evaluation;
    }

    private List<ScoreCard> cards(Evaluation candidate, Evaluation baseline) {
        Instant now = InstantSource.system().instant();
        List<ScoreCard> cards = new ArrayList<>();
        for (String name : candidate.metrics()) {
            Aggregate aggregate = candidate.aggregate(name);
            Estimate mean = aggregate.mean();
            cards.add(ScoreCard.of(name, mean.value(), Direction.HIGHER_IS_BETTER, mean.n(), now)
                    .withInterval(new Interval(mean.low(), mean.high(), mean.level()))
                    .withSlices(slices(candidate, name)));
        }
        double gain = candidate.aggregate().mean().value()
                - baseline.aggregate().mean().value();
        cards.add(ScoreCard.of(gain(), gain, Direction.HIGHER_IS_BETTER, candidate.cases(), now));
        cards.add(ScoreCard.of(
                ScoreCard.LATENCY_P95,
                candidate.latencyMillis().percentile(95),
                Direction.LOWER_IS_BETTER,
                candidate.cases(),
                now));
        return cards;
    }

    private static Map<String, ScoreCard.Slice> slices(Evaluation evaluation, String metric) {
        Map<String, ScoreCard.Slice> slices = new LinkedHashMap<>();
        evaluation.by(ExampleInfo.CATEGORY).forEach((category, part) -> {
            Estimate mean = part.aggregate(metric).mean();
            if (mean.n() >= SMALL_SLICE) {
                slices.put(category, new ScoreCard.Slice(mean.value(), mean.n()));
            }
        });
        return slices;
    }

    private String gain() {
        return metric + " over majority answer";
    }
}
