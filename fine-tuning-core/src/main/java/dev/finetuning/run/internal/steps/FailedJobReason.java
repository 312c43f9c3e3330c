package dev.finetuning.run.internal.steps;

import dev.finetuning.content.ContentException;
import dev.finetuning.run.internal.stored.RunData;
import dev.finetuning.run.internal.stored.RunPart;
import dev.finetuning.run.internal.stored.RunState;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.TrainingJob;
import java.util.Locale;
import java.util.Optional;

/** Why a job ended badly, in words: what its provider says, and where the record it blames was read. */
record FailedJobReason(RunData data) {
    String of(TrainingJob job, RunState run) {
        String what = "job " + job.id() + " is " + job.status();
        return job.failure()
                .map(failure -> what + ": " + failure.message()
                        + blamed(failure, run).map(where -> " [" + where + "]").orElse(""))
                .orElse(what);
    }

    private static String message(JobFailure failure) {
        return failure.messageIndex().isPresent()
                ? ", its message " + failure.messageIndex().getAsInt() + " counted from 0"
                : "";
    }

    private Optional<String> blamed(JobFailure failure, RunState run) {
        boolean inValidation = failure.param()
                .filter(field -> field.toLowerCase(Locale.ROOT).contains("validation"))
                .isPresent();
        RunPart part = inValidation ? RunPart.VALIDATION : RunPart.TRAIN;
        if (failure.row().isEmpty()) {
            return Optional.empty();
        }
        String name = inValidation ? "validation" : "training";
        try {
            return failure.originIn(data.examples(run, part))
                    .map(origin -> name + " example " + failure.row().getAsLong() + " was read from " + origin
                            + message(failure));
        } catch (ContentException gone) {
            // the provider's own words still say which of the examples it was
            return Optional.empty();
        }
    }
}
