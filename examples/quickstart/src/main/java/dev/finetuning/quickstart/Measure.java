package dev.finetuning.quickstart;

import dev.finetuning.dataset.Split;
import dev.finetuning.eval.Estimate;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.baseline.Baselines;
import dev.finetuning.eval.run.CandidateEvaluation;
import dev.finetuning.eval.scorer.ExactMatch;
import dev.finetuning.eval.scorer.Levenshtein;
import dev.finetuning.journal.Journal;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import java.util.ArrayList;
import java.util.List;

/** Measures a new model, the version in production and the majority answer, all on the same cases. */
final class Measure {
    private static final double MINIMUM_GAIN = 0.005;
    private static final double MARGIN = 0.02;
    private static final String MAJORITY = "majority answer";

    private final Screen screen;
    private final String metric;
    private final CandidateEvaluation evaluation;
    private final List<Evaluation> evaluations = new ArrayList<>();

    Measure(Provider provider, Split split, Journal journal, Screen screen) {
        this.screen = screen;
        boolean labels = answersRepeat(split);
        Levenshtein similarity = new Levenshtein();
        ExactMatch same = new ExactMatch();
        this.metric = labels ? same.name() : similarity.name();
        Evaluator evaluator = Evaluator.builder()
                .scorers(labels ? same : similarity, labels ? similarity : same)
                .asking(settings -> settings.journal(journal))
                .progress(screen)
                .build();
        this.evaluation = CandidateEvaluation.builder(provider.pipeline(), evaluator)
                .prices(provider.prices())
                .addBaseline(MAJORITY, Baselines.majority(split.train()))
                .onEvaluated(this::show)
                .onCompared(comparison -> screen.line("%s", comparison.sentence()))
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
                Gate.atLeast(evaluation.gainOver(MAJORITY), MINIMUM_GAIN),
                Gate.minAbsoluteChange(metric, MINIMUM_GAIN),
                Gate.nonInferior(metric, MARGIN));
    }

    CandidateEvaluation evaluation() {
        return evaluation;
    }

    /** The candidate first, then what it was held against. */
    List<Evaluation> evaluations() {
        return List.copyOf(evaluations);
    }

    private void show(String what, Evaluation evaluation) {
        if (what.equals("new model")) {
            evaluations.clear();
        }
        evaluations.add(evaluation);
        Estimate share = evaluation.aggregate().passed();
        screen.line(
                "%-22s %s %.4f on %,d cases, passed %.4f [%.4f, %.4f]%s, %d errors, %d not scored",
                what,
                evaluation.mainMetric(),
                evaluation.aggregate().mean().value(),
                evaluation.cases(),
                share.value(),
                share.low(),
                share.high(),
                latency(evaluation),
                evaluation.errors(),
                evaluation.absent(evaluation.mainMetric()));
    }

    /** Baselines that make no calls, and stored answers, have no latency. */
    private static String latency(Evaluation evaluation) {
        double median = evaluation.latencyMillis().median();
        return Double.isNaN(median) ? "" : ", median %.3f ms".formatted(median);
    }
}
