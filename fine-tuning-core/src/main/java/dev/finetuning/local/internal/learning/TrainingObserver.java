package dev.finetuning.local.internal.learning;

import dev.finetuning.local.internal.model.ModelBody;
import java.util.Map;

/** Hears of a training as it goes on, on its thread; what it throws ends the training. */
public interface TrainingObserver {
    /** Before every gradient step: the place to stop or to pause. */
    void beforeStep(long step);

    /** Numbers were measured. */
    void measured(long step, Map<String, Double> metrics);

    /** An epoch is over and the model as it is now can be kept. */
    void epochDone(int epoch, long step, Map<String, Double> metrics, ModelBody model);
}
