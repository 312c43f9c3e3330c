package dev.finetuning.eval.report;

import dev.finetuning.advice.Readiness;
import dev.finetuning.eval.report.internal.page.PageFrame;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.eval.report.internal.readiness.ApproachesSection;
import dev.finetuning.eval.report.internal.readiness.GroundsSection;
import dev.finetuning.eval.report.internal.readiness.LearningSection;
import dev.finetuning.eval.report.internal.readiness.ReadinessHeadline;
import dev.finetuning.internal.io.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The advice whether to fine-tune as one self-contained HTML page in the style of {@link Report}: the advice, its
 * grounds, the approaches that were measured, and the learning curve with what it expects of more examples. The page
 * loads nothing and runs no script. Equal assessments give equal bytes. Immutable.
 */
public final class ReadinessReport {
    private final Readiness readiness;

    private ReadinessReport(Readiness readiness) {
        this.readiness = readiness;
    }

    /** The report of an assessment. */
    public static ReadinessReport of(Readiness readiness) {
        return new ReadinessReport(readiness);
    }

    /** The complete page. */
    public String html() {
        List<PageSection> sections = new ArrayList<>();
        sections.add(new ReadinessHeadline(readiness));
        sections.add(new GroundsSection(readiness));
        if (!readiness.measured().isEmpty()) {
            sections.add(new ApproachesSection(readiness));
        }
        readiness.curve().ifPresent(curve -> sections.add(new LearningSection(curve, readiness.metric())));
        return new PageFrame("Readiness of " + readiness.name(), false).html(sections);
    }

    /**
     * Writes the page, replacing an existing file in one step.
     *
     * @throws IOException if the folder cannot be written to
     */
    public void writeHtml(Path file) throws IOException {
        AtomicFile.writeText(file, html());
    }
}
