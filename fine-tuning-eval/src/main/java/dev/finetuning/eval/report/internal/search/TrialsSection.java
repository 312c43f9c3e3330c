package dev.finetuning.eval.report.internal.search;

import dev.finetuning.eval.report.internal.page.Markup;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.eval.report.internal.page.PageTable;
import dev.finetuning.search.SearchResult;
import dev.finetuning.search.Trial;
import java.util.ArrayList;
import java.util.List;

/** All trials, the measured ones first and ranked. */
public record TrialsSection(SearchResult result) implements PageSection {
    @Override
    public String id() {
        return "trials";
    }

    @Override
    public String title() {
        return "Trials";
    }

    @Override
    public void write(Markup out) {
        List<Trial> all = new ArrayList<>(result.ranked());
        result.trials().stream().filter(trial -> !all.contains(trial)).forEach(all::add);
        PageTable.writeTexts(
                out,
                "By " + result.objective(),
                List.of("Trial", "Settings", result.objective().name(), "Best checkpoint", "Cost", "Outcome"),
                all.stream().map(TrialsSection::row).toList());
    }

    private static List<String> row(Trial trial) {
        return List.of(
                Integer.toString(trial.number()),
                TrialWords.settings(trial.settings()),
                TrialWords.value(trial.value()),
                trial.bestCheckpoint()
                        .map(best -> TrialWords.number(best.value()) + " at step " + best.step())
                        .orElse("–"),
                TrialWords.money(trial.cost()),
                TrialWords.outcome(trial) + (trial.note().isEmpty() ? "" : ": " + trial.note()));
    }
}
