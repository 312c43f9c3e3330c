package dev.finetuning.mistral;

import dev.finetuning.training.TunedModel;
import dev.finetuning.training.TunedModels;
import org.jspecify.annotations.Nullable;

/** The models at Mistral. Thread-safe. */
public interface MistralModels extends TunedModels {
    /**
     * Gives a tuned model another name and description.
     *
     * @param name the new name; null leaves it
     * @param description the new description; null leaves it
     * @return the model as it is then
     * @throws IllegalArgumentException if both are null
     */
    TunedModel update(String modelId, @Nullable String name, @Nullable String description);
}
