package dev.finetuning.eval.report;

import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.compare.Comparison;
import dev.finetuning.eval.compare.NetBenefit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which sections an evaluation's page has. */
final class Page {
    private final Report.Builder pieces;

    Page(Report.Builder pieces) {
        this.pieces = pieces;
    }

    String html() {
        return new Frame(pieces.title, true).html(sections());
    }

    private List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        List<Evaluation> all = pieces.all();
        List<Comparison> comparisons = pieces.comparisons();
        sections.add(new VerdictSection(pieces, comparisons));
        boolean said = pieces.banner == null && pieces.decision == null;
        if (!comparisons.isEmpty()) {
            sections.add(new ComparisonSection(comparisons, Slicing.by(pieces.sliceLabel, all.get(0)), said));
        }
        if (!all.isEmpty()) {
            sections.add(new ScoresSection(pieces));
            Slicing slicing = Slicing.by(pieces.sliceLabel, all.get(0));
            if (slicing.dividesAnything(all.get(0))) {
                sections.add(new SlicesSection(all, slicing));
            }
            Slicing.classification(all.get(0)).ifPresent(matrix -> sections.add(new ConfusionSection(matrix)));
            sections.add(new CasesSection(all, slicing));
            sections.add(new CostSection(all, pieces.prices, benefit(comparisons)));
        }
        if (!pieces.events.isEmpty()) {
            sections.add(new TrainingSection(pieces.events));
        }
        if (pieces.dataset != null) {
            sections.add(new DatasetSection(pieces.dataset));
        }
        if (pieces.quality != null) {
            sections.add(new FindingsSection(pieces.quality));
        }
        sections.add(new MethodSection(all, pieces.facts));
        return sections;
    }

    private @Nullable NetBenefit benefit(List<Comparison> comparisons) {
        Evaluation candidate = pieces.candidate;
        if (pieces.worth == null || candidate == null || comparisons.isEmpty()) {
            return null;
        }
        return NetBenefit.of(pieces.evaluations.get(0), candidate, comparisons.get(0), pieces.worth, pieces.prices);
    }
}
