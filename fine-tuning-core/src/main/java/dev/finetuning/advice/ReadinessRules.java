package dev.finetuning.advice;

import dev.finetuning.advice.Readiness.Advice;
import dev.finetuning.advice.Readiness.Ground;
import dev.finetuning.advice.Readiness.Leaning;
import dev.finetuning.cost.BreakEven;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** From measurements to grounds and advice. */
final class ReadinessRules {
    private static final Map<Advice, String> SENTENCES = Map.of(
            Advice.PROMPT, "Prompting is good enough; do not train.",
            Advice.RETRIEVE, "Looking up the nearest examples is good enough; do not train.",
            Advice.FINE_TUNE, "Fine-tune.",
            Advice.OWN_MODEL, "Train and run a model of your own.",
            Advice.COLLECT_EXAMPLES, "Collect more examples, then train.",
            Advice.SETTLE_ANSWERS, "Settle first which answers are right.",
            Advice.MEASURE_MORE, "Measure more before you decide.",
            Advice.RETHINK, "Change the task, the data or the threshold: more of the same will not do.");

    private final List<MeasuredApproach> measured;
    private final double threshold;
    private final Optional<AnswerStability> stability;
    private final double maxContradictory;
    private final Optional<LearningCurve> curve;
    private final long callsToPayBack;
    private final List<Ground> grounds = new ArrayList<>();
    private final Optional<MeasuredApproach> chosen;

    ReadinessRules(Readiness.Builder given) {
        measured = given.measured();
        threshold = given.threshold();
        stability = given.stability();
        maxContradictory = given.maxContradictory();
        curve = given.curve();
        callsToPayBack = given.callsToPayBack();
        stability.ifPresent(this::answers);
        for (Approach approach : Approach.values()) {
            approach(approach);
        }
        curve.ifPresent(this::examples);
        chosen = chosen();
    }

    static String sentence(Advice advice) {
        return SENTENCES.getOrDefault(advice, "");
    }

    List<Ground> grounds() {
        return List.copyOf(grounds);
    }

    Advice advice() {
        if (stability.filter(this::unsettled).isPresent()) {
            return Advice.SETTLE_ANSWERS;
        }
        boolean simpleTried =
                measured.stream().anyMatch(each -> !each.approach().trains());
        if (chosen.isPresent()) {
            return simpleTried ? advice(chosen.get().approach()) : Advice.MEASURE_MORE;
        }
        if (measured.stream().anyMatch(each -> each.mayReach(threshold))) {
            return Advice.MEASURE_MORE;
        }
        if (curve.isEmpty()) {
            return Advice.MEASURE_MORE;
        }
        boolean within = curve.get().examplesFor(threshold).expected().isPresent();
        return !within ? Advice.RETHINK : simpleTried ? Advice.COLLECT_EXAMPLES : Advice.MEASURE_MORE;
    }

    private static Advice advice(Approach approach) {
        return switch (approach) {
            case PROMPTING -> Advice.PROMPT;
            case RETRIEVAL -> Advice.RETRIEVE;
            case FINE_TUNING -> Advice.FINE_TUNE;
            case OWN_MODEL -> Advice.OWN_MODEL;
        };
    }

    /** The first in the order of effort that is good enough, or a later one that pays for itself against it. */
    private Optional<MeasuredApproach> chosen() {
        List<MeasuredApproach> enough =
                measured.stream().filter(each -> each.surelyReaches(threshold)).toList();
        if (enough.isEmpty()) {
            return Optional.empty();
        }
        MeasuredApproach choice = enough.get(0);
        for (MeasuredApproach later : enough.subList(1, enough.size())) {
            Optional<BreakEven> money = between(choice, later);
            if (money.isPresent()) {
                choice = weighed(choice, later, money.get());
            }
        }
        return Optional.of(choice);
    }

    /** After how many calls one has paid for itself against the other; empty if a price it needs is unknown. */
    private static Optional<BreakEven> between(MeasuredApproach before, MeasuredApproach after) {
        return before.costPerCall()
                .flatMap(old -> after.costPerCall()
                        .flatMap(now -> after.costOnce().map(once -> new BreakEven(once, old, now))));
    }

    private MeasuredApproach weighed(MeasuredApproach before, MeasuredApproach after, BreakEven money) {
        OptionalLong calls = money.requests();
        boolean pays = calls.isPresent() && calls.getAsLong() <= callsToPayBack;
        String prices = after.name() + " costs " + money.once() + " once and " + money.after() + " a call, "
                + before.name() + " " + money.before() + " a call: ";
        String verdict = calls.isEmpty()
                ? "it never pays for itself"
                : "it pays for itself after " + Words.count(calls.getAsLong()) + " calls, and "
                        + Words.count(callsToPayBack) + " are expected in the time it has";
        ground("money", pays ? Leaning.FOR_TRAINING : Leaning.AGAINST_TRAINING, prices + verdict);
        return pays ? after : before;
    }

    private boolean unsettled(AnswerStability found) {
        return found.contradictoryShare() > maxContradictory;
    }

    private void answers(AnswerStability found) {
        String repeats = Words.count(found.repeated()) + " of " + Words.count(found.examples())
                + " examples ask what an earlier one asked";
        if (found.repeated() == 0) {
            ground("answers", Leaning.UNKNOWN, repeats + ", so it cannot be told whether answers are settled");
        } else {
            ground(
                    "answers",
                    unsettled(found) ? Leaning.AGAINST_TRAINING : Leaning.FOR_TRAINING,
                    repeats + ", and " + Words.percent(found.contradictoryShare()) + " of them get another answer; "
                            + Words.percent(maxContradictory) + " may");
        }
    }

    private void approach(Approach approach) {
        String subject = approach.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        Optional<MeasuredApproach> best = measured.stream()
                .filter(each -> each.approach() == approach)
                .max(Comparator.comparingDouble(each -> each.card().value()));
        if (best.isEmpty()) {
            ground(subject, Leaning.UNKNOWN, "not measured");
            return;
        }
        boolean reaches = best.get().surelyReaches(threshold);
        boolean may = best.get().mayReach(threshold);
        String verdict = reaches ? " reaches " : may ? " may or may not reach " : " does not reach ";
        Leaning leaning =
                may ? Leaning.UNKNOWN : reaches == approach.trains() ? Leaning.FOR_TRAINING : Leaning.AGAINST_TRAINING;
        ground(subject, leaning, best.get() + verdict + Words.score(threshold));
    }

    private void examples(LearningCurve growing) {
        ExamplesNeeded needed = growing.examplesFor(threshold);
        Projection doubled = growing.at(2 * growing.mostMeasured());
        boolean within = needed.expected().isPresent();
        String outlook = "twice the " + Words.count(growing.mostMeasured()) + " examples promise "
                + Words.scored(doubled.score(), doubled.interval()) + "; ";
        ground(
                "examples",
                within ? Leaning.FOR_TRAINING : Leaning.AGAINST_TRAINING,
                outlook + Words.score(threshold) + (within ? " takes " + needed : outOfReach(growing)));
    }

    private String outOfReach(LearningCurve growing) {
        return growing.ceiling() <= threshold
                ? " is out of reach, since the curve levels off at " + Words.score(growing.ceiling())
                : " takes more than " + LearningCurve.REACH + " times as many";
    }

    private void ground(String subject, Leaning leaning, String sentence) {
        grounds.add(new Ground(subject, leaning, sentence));
    }
}
