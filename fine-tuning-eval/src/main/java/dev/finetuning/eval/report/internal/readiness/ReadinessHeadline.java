package dev.finetuning.eval.report.internal.readiness;

import dev.finetuning.advice.MeasuredApproach;
import dev.finetuning.advice.Readiness;
import dev.finetuning.advice.Readiness.Advice;
import dev.finetuning.eval.report.Banner.Tone;
import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PageSection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The advice, and the assessment in a handful of numbers. */
public record ReadinessHeadline(Readiness readiness) implements PageSection {
    private static final Map<Advice, Tone> TONES = Map.of(
            Advice.PROMPT, Tone.GOOD,
            Advice.RETRIEVE, Tone.GOOD,
            Advice.FINE_TUNE, Tone.GOOD,
            Advice.OWN_MODEL, Tone.GOOD,
            Advice.COLLECT_EXAMPLES, Tone.UNDECIDED,
            Advice.MEASURE_MORE, Tone.UNDECIDED,
            Advice.SETTLE_ANSWERS, Tone.BAD,
            Advice.RETHINK, Tone.BAD);

    @Override
    public String id() {
        return "advice";
    }

    @Override
    public String title() {
        return "";
    }

    @Override
    public void write(Markup out) {
        Tone tone = TONES.getOrDefault(readiness.advice(), Tone.NEUTRAL);
        out.open("div", "class", "banner " + tone.name().toLowerCase(Locale.ROOT), "role", "status");
        out.leaf("span", tone.sign(), "class", "sign", "aria-hidden", "true");
        out.open("div").leaf("p", readiness.sentence(), "class", "headline");
        out.leaf(
                "p",
                "The grounds are below. An approach counts if the whole interval of its score reaches the threshold.");
        out.close().close();
        out.open("dl", "class", "cards");
        card(out, "Threshold", Numbers.score(readiness.threshold()), readiness.metric());
        Optional<MeasuredApproach> best = readiness.measured().stream()
                .max(Comparator.comparingDouble(each -> each.card().value()));
        card(
                out,
                "Best measured",
                Numbers.score(best.map(each -> each.card().value()).orElse(Double.NaN)),
                best.map(MeasuredApproach::name).orElse("nothing yet"));
        readiness
                .curve()
                .ifPresent(curve -> card(
                        out,
                        "Examples",
                        Numbers.count(curve.mostMeasured()),
                        "the most that the learning curve was measured on"));
        out.close();
    }

    private static void card(Markup out, String label, String value, String detail) {
        out.open("div")
                .leaf("dt", label)
                .leaf("dd", value, "class", "value")
                .leaf("dd", detail)
                .close();
    }
}
