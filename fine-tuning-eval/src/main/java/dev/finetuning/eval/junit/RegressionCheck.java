package dev.finetuning.eval.junit;

import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.EvaluationFile;
import dev.finetuning.eval.compare.ComparedCase;
import dev.finetuning.eval.compare.Comparison;
import dev.finetuning.eval.compare.ComparisonSettings;
import dev.finetuning.eval.compare.Outcome;
import dev.finetuning.eval.compare.Verdict;
import dev.finetuning.eval.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Compares an evaluation with an accepted baseline, and writes all reports whatever the outcome. Each test
 * has its own; see {@link RegressionExtension}.
 */
public final class RegressionCheck {
    private static final int NAMED = 10;

    private final String name;
    private final Path folder;
    private final boolean accepting;
    private final Consumer<String> reported;
    private ComparisonSettings settings = ComparisonSettings.DEFAULT;
    private int checks;

    RegressionCheck(String name, String reports, boolean accepting, Consumer<String> reported) {
        this.name = name;
        this.folder = Path.of(reports);
        this.accepting = accepting;
        this.reported = reported;
    }

    /** Sets how to compare from now on. */
    public RegressionCheck with(ComparisonSettings newSettings) {
        settings = newSettings;
        return this;
    }

    /**
     * Fails if an evaluation is significantly worse than the baseline in a file by any metric. If the
     * configuration says so, the evaluation becomes the new baseline instead.
     *
     * @param baseline a file under version control; it contains the cases and answers
     * @throws AssertionError if it is worse, or there is no baseline yet; the message names the cases by
     *     their ids, and the report
     * @throws IOException if a file cannot be read or written
     * @throws IllegalArgumentException if the baseline has no scored case in common with the evaluation
     */
    public void against(Path baseline, Evaluation now) throws IOException {
        if (accepting) {
            EvaluationFile.write(now, baseline);
            report(Report.builder(name).candidate(now).build());
        } else if (Files.exists(baseline)) {
            against(EvaluationFile.read(baseline), now);
        } else {
            throw new AssertionError("there is no baseline " + baseline + " to compare " + now.modelId()
                    + " with; run the test with -D" + RegressionExtension.ACCEPT + "=true to accept what is measured");
        }
    }

    /**
     * Fails if an evaluation is significantly worse than another by any metric.
     *
     * @throws AssertionError if it is worse; the message names the cases by their ids, and the report
     * @throws IOException if a report cannot be written
     * @throws IllegalArgumentException if they have no scored case in common
     */
    public void against(Evaluation before, Evaluation now) throws IOException {
        Path report = report(Report.builder(name)
                .candidate(now)
                .against(before)
                .comparing(settings)
                .build());
        List<Comparison> worse = Comparison.byEveryMetric(before, now, settings).stream()
                .filter(comparison -> comparison.verdict() == Verdict.WORSE)
                .toList();
        if (!worse.isEmpty()) {
            String sentences =
                    worse.stream().map(RegressionCheck::describe).collect(Collectors.joining(System.lineSeparator()));
            throw new AssertionError(sentences + System.lineSeparator() + "Report: " + report);
        }
    }

    private static String describe(Comparison comparison) {
        List<ComparedCase> regressed = comparison.cases(Outcome.REGRESSED);
        String ids = regressed.stream()
                .limit(NAMED)
                .map(each -> each.testCase().id())
                .collect(Collectors.joining(", "));
        String more = regressed.size() > NAMED ? ", …" : "";
        return comparison.sentence() + (ids.isEmpty() ? "" : " Regressed cases: " + ids + more + ".");
    }

    private Path report(Report report) throws IOException {
        checks++;
        Path place = folder.resolve(checks == 1 ? name : name + "." + checks);
        Path page = report.writeAll(place).get(0);
        reported.accept(page.toString());
        return page;
    }
}
