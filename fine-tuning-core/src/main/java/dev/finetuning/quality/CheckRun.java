package dev.finetuning.quality;

import dev.finetuning.dataset.PreparationStep;
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
import org.jspecify.annotations.Nullable;

/**
 * One run of {@link Checks} over a stream of examples: {@linkplain #look one after another}, or as a step of a
 * {@link dev.finetuning.dataset.StreamedPreparation}, where the checks that judge {@linkplain
 * Check#independent each example by itself} work on several threads. Findings are reported in the order of
 * the examples either way. Not thread-safe.
 */
public final class CheckRun implements PreparationStep {
    private final List<Check> checks;
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
        this.checks = checks;
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

    @Override
    public Work begin() {
        return new Aside();
    }

    /** What the check of a number found. */
    private record Found(int check, Finding finding) {}

    /**
     * The independent checks on a thread of their own; the others look when it is the example's turn. An
     * example's findings are reported in the order of the checks.
     */
    private final class Aside implements Work {
        private final List<Check.@Nullable Inspection> own = new ArrayList<>();
        private final List<Found> found = new ArrayList<>();

        Aside() {
            for (int i = 0; i < checks.size(); i++) {
                int check = i;
                Check each = checks.get(i);
                own.add(each.independent() ? each.begin(finding -> found.add(new Found(check, finding))) : null);
            }
        }

        @Override
        public Optional<Example> apply(Example example, Consumer<Runnable> inOrder) {
            for (Check.Inspection inspection : own) {
                if (inspection != null) {
                    inspection.look(example);
                }
            }
            List<Found> its = List.copyOf(found);
            found.clear();
            inOrder.accept(() -> settle(example, its));
            return Optional.of(example);
        }
    }

    private void settle(Example example, List<Found> found) {
        examples++;
        Example located = located(example);
        int next = 0;
        for (int i = 0; i < checks.size(); i++) {
            if (!checks.get(i).independent()) {
                inspections.get(i).look(located);
            }
            while (next < found.size() && found.get(next).check() == i) {
                report(found.get(next++).finding());
            }
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
