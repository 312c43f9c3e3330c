package dev.finetuning.adapter.contract;

import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.ProviderSandbox;
import dev.finetuning.training.TrainingPipeline;
import java.time.InstantSource;

/** An adapter and a sandbox of its provider, as the contracts of this package need them. */
public interface AdapterFixture extends AutoCloseable {
    /** What reports call the adapter. */
    String name();

    /** A base model that the sandbox trains and lets answer. */
    String model();

    /** A new sandbox on this clock. */
    ProviderSandbox<?> sandbox(InstantSource clock);

    /** A new pipeline. */
    TrainingPipeline pipeline(Wiring wiring);

    /** An error in the provider's form. */
    Answer error(int status, String code, String message);

    /** Closes what the pipelines leave open; nothing by default. */
    @Override
    default void close() {}
}
