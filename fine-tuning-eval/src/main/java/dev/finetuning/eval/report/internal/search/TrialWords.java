package dev.finetuning.eval.report.internal.search;

import dev.finetuning.cost.Money;
import dev.finetuning.eval.report.internal.chart.Axis;
import dev.finetuning.eval.report.internal.page.Numbers;
import dev.finetuning.search.SearchResult;
import dev.finetuning.search.Settings;
import dev.finetuning.search.Trial;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Trials in words. */
final class TrialWords {
    private TrialWords() {}

    static String settings(Settings settings) {
        return settings.values().entrySet().stream()
                .map(each -> each.getKey() + " " + Axis.label(each.getValue()))
                .collect(Collectors.joining(", "));
    }

    static String value(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : "–";
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    static String outcome(Trial trial) {
        return trial.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String money(Optional<Money> money) {
        return money.map(Money::toString).orElse("unknown");
    }

    static String title(SearchResult result, Trial trial) {
        return "trial " + Numbers.count(trial.number()) + ": " + settings(trial.settings()) + "; "
                + result.objective().name() + " " + value(trial.value());
    }

    static boolean wins(SearchResult result, Trial trial) {
        return result.winner().filter(trial::equals).isPresent();
    }
}
