package dev.finetuning.eval.report.internal.section;

import dev.finetuning.eval.report.Banner;
import dev.finetuning.eval.report.internal.page.PageSection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The sections of a report, in their order. A new section is one class beside the others and one line here; a test
 * names every section that has no line.
 */
public final class ReportSections {
    private static final List<Function<ReportFigures, Optional<PageSection>>> IN_ORDER = List.of(
            VerdictSection::of,
            ComparisonSection::of,
            ScoresSection::of,
            SlicesSection::of,
            ConfusionSection::of,
            CasesSection::of,
            CostSection::of,
            TrainingSection::of,
            DatasetSection::of,
            FindingsSection::of,
            MethodSection::of);

    private ReportSections() {}

    /** What a report says before anything else. */
    public static Banner banner(ReportFigures figures) {
        return new Headline(figures).banner();
    }

    /** Those that have something to show. */
    public static List<PageSection> of(ReportFigures figures) {
        return IN_ORDER.stream()
                .map(section -> section.apply(figures))
                .flatMap(Optional::stream)
                .toList();
    }
}
