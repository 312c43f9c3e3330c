package dev.finetuning.registry.version;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A model card (Mitchell et al. 2019) in Markdown, written from what the registry knows of a version: base model and
 * its licence, data, settings, evaluation, compute, hashes. The header is that of model hubs. What only people know,
 * such as the intended use, is added as sections. Immutable.
 */
public final class ModelCard {
    /** The name in {@link Lineage#provenance} for the base model's licence. */
    public static final String LICENSE = "base_model_license";
    /** The name in {@link Lineage#provenance} for the floating-point operations of the training, an estimate. */
    public static final String FLOPS = "training_flops";

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
    private static final Pattern MARKUP = Pattern.compile("([\\\\`*_{}\\[\\]<>#|~])");

    private final ModelVersion version;
    private final Map<String, String> sections;

    private ModelCard(ModelVersion version, Map<String, String> sections) {
        this.version = version;
        this.sections = sections;
    }

    /** The card of a version. */
    public static ModelCard of(ModelVersion version) {
        return new ModelCard(Objects.requireNonNull(version, "version"), Map.of());
    }

    /**
     * This card with a section of your own after the first one: {@code "Intended use"}, {@code "Limitations"}.
     *
     * @param markdown its text, which goes into the card as it is
     */
    public ModelCard withSection(String title, String markdown) {
        Map<String, String> more = new LinkedHashMap<>(sections);
        more.put(Objects.requireNonNull(title, "title"), Objects.requireNonNull(markdown, "markdown"));
        return new ModelCard(version, more);
    }

    /** The card in Markdown. */
    public String markdown() {
        List<String> lines = new ArrayList<>();
        header(lines);
        lines.add("# " + text(version.name()) + " " + version.version());
        lines.add("");
        lines.add("Model `" + code(version.modelId()) + "`, fine-tuned from `"
                + code(lineage().baseModel()) + "`"
                + (version.provider().isEmpty() ? "" : " at " + text(version.provider())) + ". Registered "
                + version.registeredAt() + ".");
        lines.add("");
        sections.forEach((title, markdown) -> {
            lines.add("## " + text(title));
            lines.add("");
            lines.add(markdown);
            lines.add("");
        });
        table(lines, "Training data", data());
        table(lines, "Hyperparameters", lineage().hyperparameters());
        table(lines, "Training", training());
        lineage().jobId().ifPresent(job -> compute(lines));
        evaluation(lines);
        return String.join("\n", lines).stripTrailing() + "\n";
    }

    private Lineage lineage() {
        return version.lineage();
    }

    private Optional<String> license() {
        return Optional.ofNullable(lineage().provenance().get(LICENSE));
    }

    private void header(List<String> lines) {
        lines.add("---");
        lines.add("base_model: " + quoted(lineage().baseModel()));
        license().ifPresent(license -> lines.add("license: " + quoted(license)));
        if (!version.tags().isEmpty()) {
            lines.add("tags:");
            version.tags().stream().sorted().forEach(tag -> lines.add("- " + quoted(tag)));
        }
        lines.add("---");
        lines.add("");
    }

    private Map<String, String> data() {
        Map<String, String> facts = new LinkedHashMap<>();
        lineage().datasetFingerprint().ifPresent(hash -> facts.put("fingerprint", hash));
        lineage().datasetVersion().ifPresent(number -> facts.put("version", number));
        lineage()
                .datasetValidated()
                .ifPresent(
                        share -> facts.put("validated examples", String.format(Locale.ROOT, "%.0f %%", share * 100)));
        return facts;
    }

    private Map<String, String> training() {
        Map<String, String> facts = new LinkedHashMap<>();
        lineage().jobId().ifPresent(job -> facts.put("job", job));
        lineage().runId().ifPresent(run -> facts.put("run", run));
        facts.putAll(lineage().provenance());
        facts.remove(FLOPS);
        version.metrics().forEach((name, value) -> facts.put(name, number(value)));
        return facts;
    }

    private void compute(List<String> lines) {
        lines.add("## Compute");
        lines.add("");
        String flops = lineage().provenance().get(FLOPS);
        lines.add(
                flops == null
                        ? "Not known: the provider does not tell the floating-point operations of the training."
                        : "About " + text(flops) + " floating-point operations, estimated from parameters and tokens.");
        lines.add("");
    }

    private void evaluation(List<String> lines) {
        lines.add("## Evaluation");
        lines.add("");
        if (version.scoreCards().isEmpty()) {
            lines.add("Not evaluated.");
            return;
        }
        lines.add("| metric | value | interval | cases | compared |");
        lines.add("|---|---|---|---|---|");
        for (ScoreCard card : version.scoreCards()) {
            lines.add("| " + text(card.metric()) + judged(card) + " | " + number(card.value()) + " | "
                    + card.interval().map(ModelCard::interval).orElse("") + " | " + card.n() + " | "
                    + card.comparisons().stream().map(ModelCard::compared).collect(Collectors.joining("; ")) + " |");
        }
        lines.add("");
    }

    private static String judged(ScoreCard card) {
        return card.judge()
                .map(judge -> ", by " + text(judge)
                        + card.calibration()
                                .map(JudgeCalibration::agreement)
                                .map(found -> String.format(
                                        Locale.ROOT,
                                        ": %s with people %.2g, %s, %d cases",
                                        found.statistic().words(),
                                        found.value(),
                                        interval(found.interval()),
                                        found.n()))
                                .orElse(", not compared with people"))
                .orElse("");
    }

    private static String compared(PairedComparison comparison) {
        return String.format(Locale.ROOT, "%+.4g", comparison.difference()) + " to " + text(comparison.against()) + ", "
                + interval(comparison.interval())
                + String.format(Locale.ROOT, ", p = %.3g, %d pairs", comparison.pValue(), comparison.n());
    }

    private static String interval(Interval interval) {
        return String.format(
                Locale.ROOT, "%.4g to %.4g (%.0f %%)", interval.low(), interval.high(), interval.level() * 100);
    }

    private static void table(List<String> lines, String title, Map<String, String> facts) {
        if (facts.isEmpty()) {
            return;
        }
        lines.add("## " + title);
        lines.add("");
        lines.add("| | |");
        lines.add("|---|---|");
        facts.forEach((name, value) -> lines.add("| " + text(name) + " | " + text(value) + " |"));
        lines.add("");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }

    /** Text that stays text in a line or a cell. */
    private static String text(String value) {
        return MARKUP.matcher(CONTROL.matcher(value).replaceAll(" ")).replaceAll("\\\\$1");
    }

    private static String code(String value) {
        return CONTROL.matcher(value).replaceAll(" ").replace("`", "'");
    }

    /** A YAML string. */
    private static String quoted(String value) {
        return "\""
                + CONTROL.matcher(value).replaceAll(" ").replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** The version that the card is of. */
    @Override
    public String toString() {
        return "ModelCard[" + version.id() + "]";
    }
}
