package dev.finetuning.openweights;

import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.TrainingRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is looked at before anything starts. Thread-safe. */
final class RequestChecks {
    private static final String WITHOUT =
            "this takes a Python environment on this machine, and the pipeline has none but"
                    + " the cluster's; name one (OpenWeightsPipelineBuilder.environment)";

    private final Capabilities capabilities;
    private final WorkerRequests requests;
    private final @Nullable PythonEnvironment environment;
    private final boolean trainsHere;
    private volatile boolean complete;

    /**
     * Checks of a pipeline.
     *
     * @param environment this machine's Python environment, if it has one
     * @param trainsHere whether workers run in it
     * @param complete whether it needs no packages
     */
    RequestChecks(
            Capabilities capabilities,
            WorkerRequests requests,
            @Nullable PythonEnvironment environment,
            boolean trainsHere,
            boolean complete) {
        this.capabilities = capabilities;
        this.requests = requests;
        this.environment = environment;
        this.trainsHere = trainsHere;
        this.complete = complete;
    }

    List<String> reasonsAgainst(TrainingRequest request) {
        List<String> reasons = new ArrayList<>(capabilities.reasonsAgainst(request));
        reasons.addAll(requests.reasonsAgainst(request));
        return reasons;
    }

    /** For a job. */
    void requireStartable(TrainingRequest request) {
        requirePossible(request);
        if (trainsHere) {
            requirePackages("create job");
        }
    }

    /** For what this machine is to find out about a job. */
    void requireReadable(TrainingRequest request) {
        requirePossible(request);
        requirePackages("look ahead");
    }

    /** For models that leave in another form. */
    void requireExports() {
        requirePackages("export");
    }

    /** For models that answer on this machine. */
    void requireAnswers() {
        if (environment == null) {
            throw Faults.gone("chat", WITHOUT);
        }
    }

    private void requirePossible(TrainingRequest request) {
        List<String> reasons = reasonsAgainst(request);
        if (!reasons.isEmpty()) {
            throw Faults.rejected("create job", reasons);
        }
        requests.requireData(request);
    }

    private void requirePackages(String operation) {
        if (environment == null) {
            throw Faults.rejected(operation, List.of(WITHOUT));
        }
        if (!complete) {
            List<String> missing = environment.versions().missing();
            if (!missing.isEmpty()) {
                throw Faults.rejected(operation, missing);
            }
        }
        complete = true;
    }
}
