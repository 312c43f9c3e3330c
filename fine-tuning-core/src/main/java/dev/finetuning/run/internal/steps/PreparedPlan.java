package dev.finetuning.run.internal.steps;

import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import dev.finetuning.quality.CheckRun;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.quality.Severity;
import dev.finetuning.quality.UnacceptableDatasetException;
import dev.finetuning.run.DataChecks;
import dev.finetuning.run.RunPlan;
import dev.finetuning.run.TooFewExamplesException;
import dev.finetuning.run.internal.stored.RunData;
import dev.finetuning.run.internal.stored.RunPart;
import dev.finetuning.run.internal.stored.StoredData;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A plan's data as it will be sent: without the examples in which its checks found an error.
 *
 * @param checks what they found; null where the plan has none
 * @param fingerprint the content of what will be trained on
 */
record PreparedPlan(
        RunPlan plan,
        List<Example> train,
        List<Example> validation,
        @Nullable DataChecks checks,
        String fingerprint) {
    /**
     * Checks a plan's data.
     *
     * @param providersMinimum the minimum number of training examples that the provider takes
     * @throws TooFewExamplesException if too few training examples are left
     * @throws UnacceptableDatasetException if the checks found an error in the data as a whole
     */
    static PreparedPlan of(RunPlan plan, int providersMinimum) {
        Checks checks = plan.checks().orElse(null);
        PreparedPlan prepared = checks == null
                ? new PreparedPlan(plan, plan.train(), plan.validation(), null, fingerprint(plan, plan.train()))
                : checked(plan, checks);
        int required = Math.max(plan.minimumExamples(), providersMinimum);
        if (prepared.train().size() < required) {
            throw TooFewExamplesException.ofTraining(
                    prepared.train().size(), required, plan.train().size());
        }
        if (prepared.validation().isEmpty() && !plan.validation().isEmpty()) {
            throw TooFewExamplesException.ofValidation(plan.validation().size());
        }
        return prepared;
    }

    private static PreparedPlan checked(RunPlan plan, Checks checks) {
        CheckedExamples train = new CheckedExamples(checks, plan.train());
        CheckedExamples validation = new CheckedExamples(checks, plan.validation());
        if (train.kept.size() >= plan.minimumExamples() && train.wholeIsBad) {
            throw new UnacceptableDatasetException(train.report);
        }
        Map<String, Long> findings = new TreeMap<>(train.report.counts());
        if (!plan.validation().isEmpty()) {
            validation.report.counts().forEach((code, count) -> findings.merge(code, count, Long::sum));
        }
        long examples = (long) plan.train().size() + plan.validation().size();
        long leftOut = examples - train.kept.size() - validation.kept.size();
        return new PreparedPlan(
                plan,
                train.kept,
                validation.kept,
                new DataChecks(examples, leftOut, findings),
                fingerprint(plan, train.kept));
    }

    /** The examples in which checks find no error. */
    static List<Example> kept(Checks checks, List<Example> examples) {
        return List.copyOf(new CheckedExamples(checks, examples).kept);
    }

    /** The fingerprint that the plan names, unless something was left out since. */
    private static String fingerprint(RunPlan plan, List<Example> kept) {
        boolean whole = kept.size() == plan.train().size();
        return plan.fingerprint()
                .filter(named -> whole)
                .orElseGet(() -> Fingerprint.of(kept).hex());
    }

    /** Stores the parts durably. */
    StoredData storeIn(RunData data, String runId) {
        return new StoredData(
                data.put(runId, RunPart.TRAIN, train),
                train.size(),
                validation.isEmpty() ? null : data.put(runId, RunPart.VALIDATION, validation),
                plan.test().isEmpty() ? null : data.put(runId, RunPart.TEST, plan.test()),
                fingerprint,
                plan.datasetVersion().orElse(null),
                validatedShare());
    }

    /** The share of validated training examples. */
    private double validatedShare() {
        long validated = train.stream()
                .filter(example -> example.info().validation().isPresent())
                .count();
        return train.isEmpty() ? 0 : (double) validated / train.size();
    }

    /** Examples parted into those without an error and the rest. */
    private static final class CheckedExamples {
        private final List<Example> kept = new ArrayList<>();
        private final QualityReport report;
        private final Set<Origin> bad = new HashSet<>();
        private final Set<Integer> badPlaces = new HashSet<>();
        private int place = -1;
        private final boolean wholeIsBad;

        CheckedExamples(Checks checks, List<Example> examples) {
            CheckRun run = checks.begin(this::hear);
            for (Example example : examples) {
                place++;
                run.look(example);
            }
            place = -1;
            report = run.end();
            Set<Origin> origins = new HashSet<>();
            for (int i = 0; i < examples.size(); i++) {
                Origin origin = located(examples.get(i), i);
                origins.add(origin);
                if (!badPlaces.contains(i) && !bad.contains(origin)) {
                    kept.add(examples.get(i));
                }
            }
            wholeIsBad = !origins.containsAll(bad);
        }

        private void hear(Finding finding) {
            if (finding.severity() != Severity.ERROR) {
                return;
            }
            if (place >= 0) {
                badPlaces.add(place);
            } else {
                bad.add(finding.origin());
            }
        }

        /** The origin that a check run gives an example. */
        private static Origin located(Example example, int place) {
            Origin origin = example.info().provenance().origin();
            return origin.row() > 0 ? origin : new Origin(origin.source(), origin.line(), place + 1L);
        }
    }
}
