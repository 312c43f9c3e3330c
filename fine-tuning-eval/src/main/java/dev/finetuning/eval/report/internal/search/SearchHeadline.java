package dev.finetuning.eval.report.internal.search;

import dev.finetuning.eval.report.Banner.Tone;
import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.search.FreshMeasurement;
import dev.finetuning.search.SearchResult;
import dev.finetuning.search.Trial;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Who won, and the search in a handful of numbers. */
public record SearchHeadline(SearchResult result) implements PageSection {
    private static final Map<SearchResult.End, String> ENDS = Map.of(
            SearchResult.End.TRIALS, "all trials asked for have begun",
            SearchResult.End.BUDGET, "the next trial does not fit into the budget",
            SearchResult.End.SPACE, "everything in the space was tried");

    @Override
    public String id() {
        return "verdict";
    }

    @Override
    public String title() {
        return "";
    }

    @Override
    public void write(Markup out) {
        Tone tone = tone();
        out.open("div", "class", "banner " + tone.name().toLowerCase(Locale.ROOT), "role", "status");
        out.leaf("span", tone.sign(), "class", "sign", "aria-hidden", "true");
        out.open("div").leaf("p", headline(), "class", "headline").leaf("p", explanation());
        out.close().close();
        out.open("dl", "class", "cards");
        card(
                out,
                "Measured",
                Numbers.count(result.ranked().size()),
                "of " + trials(result.trials().size()));
        card(
                out,
                "Cost",
                TrialWords.money(result.spent()),
                result.budget().map(money -> "of " + money).orElse("no limit"));
        card(
                out,
                result.objective().name(),
                TrialWords.value(result.winner().map(Trial::value).orElse(java.util.OptionalDouble.empty())),
                "the best in the search");
        card(
                out,
                "Ended",
                result.end().isPresent() ? "yes" : "no",
                result.end().map(ENDS::get).orElse("trials go on"));
        out.close();
    }

    private Tone tone() {
        if (result.winner().isEmpty()) {
            return Tone.BAD;
        }
        Optional<FreshMeasurement> fresh = result.fresh();
        return fresh.isEmpty() ? Tone.NEUTRAL : fresh.get().promoted() ? Tone.GOOD : Tone.UNDECIDED;
    }

    private String headline() {
        return result.winner().map(trial -> "Trial " + trial.number() + " wins").orElse("No trial was measured");
    }

    private String explanation() {
        if (result.winner().isEmpty()) {
            return "Look at the trials below for the reasons.";
        }
        String settings = TrialWords.settings(result.winner().get().settings()) + ". ";
        if (result.fresh().isEmpty()) {
            return settings + "It was not measured on fresh data, so nothing was promoted.";
        }
        FreshMeasurement fresh = result.fresh().get();
        return settings
                + (fresh.promoted()
                        ? "Measured on fresh data, version " + fresh.version() + " passed its gates."
                        : "Measured on fresh data, version " + fresh.version() + " was not promoted: " + fresh.note());
    }

    private static String trials(int number) {
        return Numbers.count(number) + (number == 1 ? " trial" : " trials");
    }

    private static void card(Markup out, String label, String value, String detail) {
        out.open("div")
                .leaf("dt", label)
                .leaf("dd", value, "class", "value")
                .leaf("dd", detail)
                .close();
    }
}
