package dev.finetuning.eval.report.internal.profile;

import dev.finetuning.cost.CostEstimate;
import dev.finetuning.cost.Money;
import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.quality.Severity;
import dev.finetuning.quality.profile.DatasetProfile;
import dev.finetuning.quality.profile.FoundCode;

/** The dataset in a handful of numbers. */
public record ProfileOverview(DatasetProfile profile) implements PageSection {
    @Override
    public String id() {
        return "overview";
    }

    @Override
    public String title() {
        return "Overview";
    }

    @Override
    public void write(Markup out) {
        var tokens = profile.tokenStatistics();
        out.leaf("p", "Version " + profile.version() + ", fingerprint " + profile.fingerprint() + ".");
        out.open("dl", "class", "cards");
        card(
                out,
                "Examples",
                Numbers.count(profile.examples()),
                Numbers.count(profile.validated()) + " validated, " + Numbers.count(profile.rejected())
                        + " records rejected");
        card(
                out,
                "Tokens",
                Numbers.count(tokens.count().total()),
                (tokens.exact() ? "" : "about; ") + tokens.counter());
        card(
                out,
                "Trained on",
                Numbers.count(tokens.count().trainable()),
                "tokens of answers; tools take " + Numbers.count(tokens.count().tools()));
        card(
                out,
                "Errors",
                Numbers.count(found(Severity.ERROR)),
                Numbers.count(found(Severity.WARNING)) + " warnings, " + Numbers.count(found(Severity.INFO))
                        + " notes");
        profile.cost().ifPresent(cost -> cost(out, cost));
        out.close();
    }

    private long found(Severity severity) {
        return profile.findings().stream()
                .filter(found -> found.severity() == severity)
                .mapToLong(FoundCode::count)
                .sum();
    }

    private static void cost(Markup out, CostEstimate cost) {
        card(
                out,
                "Training " + cost.model(),
                cost.training().map(Money::toString).orElse("price unknown"),
                cost.epochs() + " epochs, " + Numbers.count(cost.trainedTokens()) + " tokens");
    }

    private static void card(Markup out, String name, String value, String more) {
        out.open("div")
                .leaf("dt", name)
                .leaf("dd", value, "class", "value")
                .leaf("dd", more)
                .close();
    }
}
