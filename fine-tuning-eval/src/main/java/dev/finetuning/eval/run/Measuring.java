package dev.finetuning.eval.run;

import dev.finetuning.asking.CallPrices;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.Usage;
import dev.finetuning.cost.Money;
import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.compare.Comparison;
import dev.finetuning.eval.compare.ComparisonSettings;
import dev.finetuning.eval.compare.ScoreCards;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.run.RunEvaluation.Result;
import dev.finetuning.run.RunEvaluation.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One task of an evaluation within a run, from its cases to its score cards. */
final class Measuring {
    private final CandidateEvaluation settings;
    private final Task task;
    private final Evaluator beating;
    private final List<Optional<Money>> payments = new ArrayList<>();

    Measuring(CandidateEvaluation settings, Task task) {
        this.settings = settings;
        this.task = task;
        this.beating = settings.evaluator.withHeartbeat(task.heartbeat());
    }

    Result run() {
        List<TestCase> cases = TestCase.from(task.test());
        Measured measured = measured(cases, "");
        List<ScoreCard> cards = new ArrayList<>(cards(measured));
        // answers taken over from an interrupted evaluation say nothing about latency
        if (measured.candidate().latencyMillis().count() > 0) {
            cards.add(ScoreCards.latency(measured.candidate(), now()));
        }
        settings.suites.forEach(
                (suite, its) -> cards(measured(its, " on " + suite)).forEach(card -> cards.add(on(suite, card))));
        settings.baselines.forEach(
                (name, model) -> cards.add(gain(measured.candidate(), name, measure(cases, name, model))));
        return new Result(cards, cost());
    }

    /** Two models' answers to the same cases. */
    private record Measured(Evaluation candidate, Optional<Evaluation> champion) {}

    private Measured measured(List<TestCase> cases, String where) {
        Evaluation candidate = measure(cases, "new model" + where, task.candidate());
        pay(task.price().apply(candidate.askedUsage()));
        pay(judges(candidate));
        return new Measured(candidate, task.champion().map(version -> champion(cases, where, version)));
    }

    private Evaluation measure(List<TestCase> cases, String what, ChatModel model) {
        Evaluation evaluation = beating.evaluate(cases, model);
        settings.onEvaluated.accept(what, evaluation);
        return evaluation;
    }

    private Evaluation champion(List<TestCase> cases, String where, ModelVersion version) {
        Evaluation champion =
                measure(cases, "in production, " + version.version() + where, settings.champions.apply(version));
        pay(price(version.lineage().baseModel(), champion.askedUsage()));
        pay(judges(champion));
        return champion;
    }

    private List<ScoreCard> cards(Measured measured) {
        List<ScoreCard> cards = new ArrayList<>();
        for (String metric : measured.candidate().metrics()) {
            // a metric that had nothing to judge has no card, and a gate that asks for it says no
            if (measured.candidate().aggregate(metric).scored() > 0) {
                cards.add(card(measured, metric));
            }
        }
        return cards;
    }

    private ScoreCard card(Measured measured, String metric) {
        Evaluation candidate = measured.candidate();
        ScoreCard card =
                calibrated(ScoreCards.withSlices(ScoreCards.of(candidate, metric, now()), candidate, settings.slice));
        return measured.champion()
                .flatMap(other -> compared(other, candidate, metric))
                .map(comparison -> card.withComparisons(List.of(ScoreCards.comparison(
                        comparison, task.champion().orElseThrow().id()))))
                .orElse(card);
    }

    private ScoreCard calibrated(ScoreCard card) {
        return card.judge()
                .flatMap(judge -> Optional.ofNullable(settings.calibrations.get(judge)))
                .map(card::withCalibration)
                .orElse(card);
    }

    private ScoreCard on(String suite, ScoreCard card) {
        return card.withMetric(settings.on(card.metric(), suite));
    }

    private Optional<Comparison> compared(Evaluation baseline, Evaluation candidate, String metric) {
        if (baseline.aggregate(metric).scored() == 0) {
            return Optional.empty();
        }
        Comparison comparison = Comparison.of(baseline, candidate, metric, ComparisonSettings.DEFAULT);
        if (metric.equals(settings.mainMetric())) {
            settings.onCompared.accept(comparison);
        }
        return Optional.of(comparison);
    }

    private ScoreCard gain(Evaluation candidate, String name, Evaluation baseline) {
        pay(
                baseline.askedUsage().totalTokens() == 0
                        ? Optional.of(Money.usd("0"))
                        : price(baseline.modelId(), baseline.askedUsage()));
        pay(judges(baseline));
        compared(baseline, candidate, settings.mainMetric());
        double gain = candidate.aggregate().mean().value()
                - baseline.aggregate().mean().value();
        ScoreCard card = ScoreCard.of(
                        settings.gainOver(name),
                        gain,
                        Direction.HIGHER_IS_BETTER,
                        candidate.aggregate().scored(),
                        now())
                .withAbsent(candidate.cases() - candidate.aggregate().scored());
        return calibrated(
                candidate.judge(settings.mainMetric()).map(card::withJudge).orElse(card));
    }

    private Optional<Money> judges(Evaluation evaluation) {
        Optional<Money> sum = Optional.of(Money.usd("0"));
        for (Map.Entry<String, Usage> judge : evaluation.judgeUsage().entrySet()) {
            Optional<Money> price = price(judge.getKey(), judge.getValue());
            sum = sum.flatMap(others -> price.map(others::plus));
        }
        return sum;
    }

    private Optional<Money> price(String model, Usage usage) {
        return new CallPrices(settings.prices, model).of(usage);
    }

    private void pay(Optional<Money> more) {
        payments.add(more);
    }

    private Optional<Money> cost() {
        Optional<Money> cost = payments.get(0);
        for (Optional<Money> more : payments.subList(1, payments.size())) {
            // what costs nothing costs nothing in any currency
            if (more.isEmpty() || more.get().amount().signum() != 0) {
                cost = cost.flatMap(paid -> more.map(paid::plus));
            }
        }
        return cost;
    }

    private Instant now() {
        return settings.clock.instant();
    }
}
