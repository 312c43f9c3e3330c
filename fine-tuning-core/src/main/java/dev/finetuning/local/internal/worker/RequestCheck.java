package dev.finetuning.local.internal.worker;

import dev.finetuning.local.LocalSettings;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.local.internal.learning.TrainingPlan;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Refuses what cannot become a job, and makes a job of what can. */
public final class RequestCheck {
    private RequestCheck() {}

    /**
     * Checks everything that can be told before the data is read.
     *
     * @throws RequestRejectedException if the request is beyond this provider, listing all reasons
     * @throws dev.finetuning.provider.NotFoundException if a file or the base model is not there
     */
    public static void check(TrainingRequest request, Capabilities capabilities, Workshop workshop) {
        List<String> reasons = reasonsAgainst(request, capabilities);
        if (!reasons.isEmpty()) {
            throw new RequestRejectedException(
                    Incident.of(LocalTrainingPipeline.PROVIDER, "create job"), reasons, null);
        }
        workshop.files().existing(request.trainingFile());
        request.validationFile().ifPresent(workshop.files()::existing);
        workshop.models().describe(request.baseModel());
    }

    /** What can be told before there is a file. */
    public static List<String> reasonsAgainst(TrainingRequest request, Capabilities capabilities) {
        List<String> reasons = new ArrayList<>(capabilities.reasonsAgainst(request));
        reasons.addAll(TrainingPlan.reasonsAgainst(request.hyperparameters()));
        request.suffix().filter(text -> !text.matches("[A-Za-z0-9_-]+")).ifPresent(text -> {
            reasons.add("suffix must be of [A-Za-z0-9_-]");
        });
        request.options().keySet().forEach(name -> reasons.add("option " + name + " is not known"));
        return reasons;
    }

    public static TrainingJob newJob(TrainingRequest request, LocalSettings settings) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("training_file", request.trainingFile());
        request.validationFile().ifPresent(file -> details.put("validation_file", file));
        request.suffix().ifPresent(suffix -> details.put("suffix", suffix));
        details.put("hyperparameters", request.hyperparameters().describe());
        details.put("metadata", request.metadata());
        String id = "job-" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
        TrainingJob.Builder job = TrainingJob.builder(id, JobStatus.of(JobPhase.VALIDATING), request.baseModel())
                .createdAt(settings.clock().instant());
        request.mark().ifPresent(job::mark);
        return job.details(details).build();
    }
}
