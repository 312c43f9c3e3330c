package dev.finetuning.openweights.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A GGUF file, written by llama.cpp's own converter in the pipeline's Python environment. A merged model is merged in
 * the base model's precision first. Models whose tokenizer is SentencePiece's, and all Llama models, take the Python
 * package {@code sentencepiece}.
 *
 * @param model the model's id
 * @param content whether it is the whole model or its adapter alone
 * @param llamaCpp a folder of llama.cpp's sources
 * @param type the numbers that weights are written in
 */
public record GgufExport(String model, Content content, Path llamaCpp, GgufType type) implements ModelExport {
    /** What a file holds. */
    public enum Content {
        /** The whole model, with its tokenizer and chat template. */
        MODEL("convert_hf_to_gguf.py"),
        /** The adapter alone. */
        ADAPTER("convert_lora_to_gguf.py");

        private final String converter;

        Content(String converter) {
            this.converter = converter;
        }
    }

    /** Requires everything. */
    public GgufExport {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(llamaCpp, "llamaCpp");
        Objects.requireNonNull(type, "type");
    }

    static GgufExport of(String model, Content content, Path llamaCpp, GgufType type) {
        if (!Files.isRegularFile(llamaCpp.resolve(content.converter))) {
            throw new IllegalArgumentException("there is no " + content.converter + " in " + llamaCpp
                    + "; name a folder of llama.cpp's sources: git clone https://github.com/ggml-org/llama.cpp");
        }
        return new GgufExport(model, content, llamaCpp, type);
    }

    /** The same with other numbers. */
    public GgufExport withType(GgufType other) {
        return new GgufExport(model, content, llamaCpp, other);
    }
}
