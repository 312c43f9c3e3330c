package dev.finetuning.quality;

import dev.finetuning.example.Example;
import dev.finetuning.example.Provenance;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** One run of {@link Checks} over a stream of examples. Not thread-safe. */
public final class CheckRun {
    private final List<Check.Inspection> inspections = new ArrayList<>();
    private final Function<Finding, Optional<Finding>> judge;
    private final int keepAtMost;
    private final Consumer<Finding> listener;
    private final List<Finding> kept = new ArrayList<>();
    private final TreeMap<String, Long> counts = new TreeMap<>();
    private final Map<Severity, Long> severities = new EnumMap<>(Severity.class);
    private long examples;

    CheckRun(
            List<Check> checks,
            Function<Finding, Optional<Finding>> judge,
            int keepAtMost,
            Consumer<Finding> listener) {
        this.judge = judge;
        this.keepAtMost = keepAtMost;
        this.listener = listener;
        checks.forEach(check -> inspections.add(check.begin(this::report)));
    }

    /** Checks the next example. */
    public void look(Example example) {
        examples++;
        Example located = located(example);
        for (Check.Inspection inspection : inspections) {
            inspection.look(located);
        }
    }

    /** Adds a finding from elsewhere, such as a record rejected by a reader. */
    public void report(Finding finding) {
        judge.apply(finding).ifPresent(this::count);
    }

    /** Ends the run and returns its report. */
    public QualityReport end() {
        inspections.forEach(Check.Inspection::end);
        return new QualityReport(examples, kept, counts, severities);
    }

    private void count(Finding finding) {
        counts.merge(finding.code(), 1L, Long::sum);
        severities.merge(finding.severity(), 1L, Long::sum);
        if (kept.size() < keepAtMost) {
            kept.add(finding);
        }
        listener.accept(finding);
    }

    /** Examples made in code have no row; their place in the run takes its place. */
    private Example located(Example example) {
        Provenance provenance = example.info().provenance();
        return provenance.origin().row() > 0
                ? example
                : example.withInfo(example.info().withProvenance(provenance.numbered(examples)));
    }
}
