package dev.finetuning.openweights.export;

import java.nio.file.Path;

/** A form in which a trained model leaves the pipeline. Immutable. */
public sealed interface ModelExport permits MergedExport, GgufExport {
    /** The model's id: that of a finished job, or a checkpoint's. */
    String model();

    /**
     * The base model with the adapter added to its weights, as a folder that transformers and vLLM load without PEFT:
     * in the base model's own precision, and without a card.
     */
    static MergedExport merged(String model) {
        return new MergedExport(model, WeightPrecision.BASE);
    }

    /**
     * The same as one GGUF file for llama.cpp and what is built on it, {@link GgufType#F16} by default.
     *
     * @param model the model's id, or the name of a base model, which is converted as it is
     * @param llamaCpp a folder of llama.cpp's sources, whose {@code convert_hf_to_gguf.py} converts
     * @throws IllegalArgumentException if the converter is not there
     */
    static GgufExport gguf(String model, Path llamaCpp) {
        return GgufExport.of(model, GgufExport.Content.MODEL, llamaCpp, GgufType.F16);
    }

    /**
     * The adapter alone as a GGUF file, for {@code --lora} beside the base model's, {@link GgufType#F32} by default.
     *
     * @param llamaCpp a folder of llama.cpp's sources, whose {@code convert_lora_to_gguf.py} converts
     * @throws IllegalArgumentException if the converter is not there
     */
    static GgufExport ggufAdapter(String model, Path llamaCpp) {
        return GgufExport.of(model, GgufExport.Content.ADAPTER, llamaCpp, GgufType.F32);
    }
}
