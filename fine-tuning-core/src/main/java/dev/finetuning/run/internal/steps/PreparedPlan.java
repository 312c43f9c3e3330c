package dev.finetuning.run.internal.steps;

import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.UnacceptableDatasetException;
import dev.finetuning.run.DataChecks;
import dev.finetuning.run.RunPlan;
import dev.finetuning.run.TooFewExamplesException;
import dev.finetuning.run.internal.stored.RunData;
import dev.finetuning.run.internal.stored.RunPart;
import dev.finetuning.run.internal.stored.StoredData;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A plan's data as it will be sent: without the examples in which its checks found an error. Examples are read where
 * the plan has them, each time they are needed.
 *
 * @param checks what they found; null where the plan has none
 */
record PreparedPlan(
        RunPlan plan,
        CheckedExamples train,
        CheckedExamples validation,
        @Nullable DataChecks checks) {
    /**
     * Checks a plan's data.
     *
     * @param providersMinimum the minimum number of training examples that the provider takes
     * @throws TooFewExamplesException if too few training examples are left
     * @throws UnacceptableDatasetException if the checks found an error in the data as a whole
     */
    static PreparedPlan of(RunPlan plan, int providersMinimum) {
        Checks checks = plan.checks().orElse(Checks.none());
        CheckedExamples train = CheckedExamples.of(checks, plan.train());
        CheckedExamples validation = CheckedExamples.of(checks, plan.validation());
        if (train.size() >= plan.minimumExamples() && train.wholeIsBad()) {
            throw new UnacceptableDatasetException(train.report());
        }
        int required = Math.max(plan.minimumExamples(), providersMinimum);
        if (train.size() < required) {
            throw TooFewExamplesException.ofTraining(train.size(), required, train.given());
        }
        if (validation.size() == 0 && validation.given() > 0) {
            throw TooFewExamplesException.ofValidation(validation.given());
        }
        return new PreparedPlan(plan, train, validation, plan.checks().isPresent() ? found(train, validation) : null);
    }

    private static DataChecks found(CheckedExamples train, CheckedExamples validation) {
        Map<String, Long> findings = new TreeMap<>(train.report().counts());
        if (validation.given() > 0) {
            validation.report().counts().forEach((code, count) -> findings.merge(code, count, Long::sum));
        }
        long examples = (long) train.given() + validation.given();
        return new DataChecks(examples, examples - train.size() - validation.size(), findings);
    }

    /** The fingerprint that the plan names, unless something was left out since. */
    private String fingerprint() {
        return plan.fingerprint()
                .filter(named -> train.size() == train.given())
                .orElseGet(() -> Fingerprint.of(train).hex());
    }

    /** Stores the parts durably. */
    StoredData storeIn(RunData data, String runId) {
        return new StoredData(
                data.put(runId, RunPart.TRAIN, train),
                train.size(),
                validation.size() == 0 ? null : data.put(runId, RunPart.VALIDATION, validation),
                plan.test().isEmpty() ? null : data.put(runId, RunPart.TEST, plan.test()),
                fingerprint(),
                plan.datasetVersion().orElse(null),
                train.validatedShare());
    }
}
