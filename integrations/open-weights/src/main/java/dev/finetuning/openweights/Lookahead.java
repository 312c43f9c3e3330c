package dev.finetuning.openweights;

import dev.finetuning.openweights.internal.BaseShape;
import dev.finetuning.openweights.internal.job.Jobs;
import dev.finetuning.openweights.internal.job.KnownModels;
import dev.finetuning.training.TrainingRequest;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** What can be known of a training before it starts. */
final class Lookahead {
    private static final int MAX_PREVIEW = 10_000;

    private final Previews previews;
    private final WorkerRequests requests;
    private final KnownModels models;
    private final Jobs jobs;
    private final BooleanSupplier gpu;

    Lookahead(Previews previews, WorkerRequests requests, KnownModels models, Jobs jobs, BooleanSupplier gpu) {
        this.previews = previews;
        this.requests = requests;
        this.models = models;
        this.jobs = jobs;
        this.gpu = gpu;
    }

    static void requireRange(long firstRow, int rows) {
        if (firstRow < 1 || rows < 1 || rows > MAX_PREVIEW) {
            throw new IllegalArgumentException(
                    "rows are shown from 1 on, and at most " + MAX_PREVIEW + " of them: " + firstRow + ", " + rows);
        }
    }

    TrainingPreview preview(TrainingRequest request, long firstRow, int rows) {
        return new TrainingPreview(
                "What " + request.method().name() + " training of " + request.baseModel() + " trains on",
                previews.rows(requests.fields(request, Path::toString), firstRow, firstRow + rows - 1));
    }

    TrainingEstimate estimate(TrainingRequest request) {
        return Estimates.of(
                request,
                BaseShape.of(models.place(request.baseModel())),
                previews.count(requests.fields(request, Path::toString)),
                gpu.getAsBoolean(),
                jobs.all());
    }
}
