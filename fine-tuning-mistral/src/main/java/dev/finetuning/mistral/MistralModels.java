package dev.finetuning.mistral;

import dev.finetuning.training.TunedModel;
import dev.finetuning.training.TunedModels;
import org.jspecify.annotations.Nullable;

/** The models at Mistral. Thread-safe. */
public interface MistralModels extends TunedModels {
    /**
     * Changes the name and description of a tuned model.
     *
     * @param name the new name; null to keep it
     * @param description the new description; null to keep it
     * @return the changed model
     * @throws IllegalArgumentException if both are null
     */
    TunedModel update(String modelId, @Nullable String name, @Nullable String description);
}
