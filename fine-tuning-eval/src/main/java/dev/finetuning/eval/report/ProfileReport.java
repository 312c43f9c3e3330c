package dev.finetuning.eval.report;

import dev.finetuning.eval.report.internal.page.PageFrame;
import dev.finetuning.eval.report.internal.page.PageSection;
import dev.finetuning.eval.report.internal.profile.CompatibilitySection;
import dev.finetuning.eval.report.internal.profile.ProfileFindings;
import dev.finetuning.eval.report.internal.profile.ProfileOrigins;
import dev.finetuning.eval.report.internal.profile.ProfileOverview;
import dev.finetuning.eval.report.internal.profile.ProfileShape;
import dev.finetuning.internal.io.AtomicFile;
import dev.finetuning.quality.profile.DatasetProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A dataset's profile as one self-contained HTML page in the style of {@link Report}. The page loads
 * nothing, runs no script, and shows names from the data as plain text. Equal profiles give equal bytes.
 * Immutable.
 *
 * <pre>{@code
 * ProfileReport.of(DatasetProfile.of(dataset, counter).withFindings(report)).writeHtml(Path.of("profile.html"));
 * }</pre>
 */
public final class ProfileReport {
    private final DatasetProfile profile;

    private ProfileReport(DatasetProfile profile) {
        this.profile = profile;
    }

    /** The report of a profile. */
    public static ProfileReport of(DatasetProfile profile) {
        return new ProfileReport(profile);
    }

    /** The complete page. */
    public String html() {
        List<PageSection> sections = new ArrayList<>();
        sections.add(new ProfileOverview(profile));
        if (!profile.findings().isEmpty()) {
            sections.add(new ProfileFindings(profile.findings()));
        }
        sections.add(new ProfileShape(profile));
        sections.add(new ProfileOrigins(profile));
        profile.compatibility().ifPresent(compatibility -> sections.add(new CompatibilitySection(compatibility)));
        return new PageFrame("Dataset " + profile.name(), false).html(sections);
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
