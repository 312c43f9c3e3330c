package dev.finetuning.recipes;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.DatasetDiff;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import java.util.Optional;

/**
 * Trains again when the data has changed, on a split in which no example ever changes sides: what an
 * earlier version was tested on is never trained on by a later one, so the two can be compared.
 */
public final class Retraining {
    private static final SplitPlan SPLIT = SplitPlan.stable(SplitRatios.of(0.7, 0.1, 0.2));

    private final FineTuningRuns runs;
    private final String baseModel;

    /** Uses runs that evaluate against the version in production and promote what is better. */
    public Retraining(FineTuningRuns runs, String baseModel) {
        this.runs = runs;
        this.baseModel = baseModel;
    }

    /** The finished run, or empty where nothing has changed since the earlier data. */
    public Optional<FineTuningRun> train(Dataset earlier, Dataset now) throws InterruptedException {
        DatasetDiff diff = DatasetDiff.between(earlier, now);
        if (diff.bump() == DatasetDiff.Bump.NONE) {
            return Optional.empty();
        }
        Split split = now.split(SPLIT);
        RunPlan plan = RunPlan.builder(now.name(), baseModel, split.train().examples())
                .validation(split.validation().examples())
                .test(split.test().examples())
                .dataset(now.fingerprint().hex(), now.version())
                .addLabel("change", diff.toString())
                .build();
        return Optional.of(runs.await(runs.start(plan)));
    }
}
