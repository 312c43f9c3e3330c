package dev.finetuning.mistral;

import dev.finetuning.training.TunedModel;
import dev.finetuning.training.TunedModels;

/** The models at Mistral. Thread-safe. */
public interface MistralModels extends TunedModels {
    /** Changes the name and the description of a tuned model, and returns the changed model. */
    TunedModel update(String modelId, String name, String description);

    /** Changes the description of a tuned model, and returns the changed model. */
    TunedModel updateDescription(String modelId, String description);
}
