package dev.finetuning.spring;

import dev.finetuning.run.FineTuningRunsBuilder;

/** Changes the settings of the runs before they are built. All beans of this type are applied, in their order. */
@FunctionalInterface
public interface FineTuningRunsCustomizer {
    /** Changes the builder. */
    void customize(FineTuningRunsBuilder builder);
}
