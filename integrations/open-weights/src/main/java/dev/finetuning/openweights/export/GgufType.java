package dev.finetuning.openweights.export;

import java.util.Locale;

/** The numbers of a GGUF file that llama.cpp's converters write; its {@code llama-quantize} makes smaller ones of these. */
public enum GgufType {
    /** 32 bits, 4 bytes a weight. */
    F32,
    /** 16 bits, 2 bytes a weight. */
    F16,
    /** 16 bits with the range of 32: 2 bytes a weight. */
    BF16,
    /** 8 bits and a factor for every 32 weights: 1.0625 bytes a weight. */
    Q8_0;

    /** Its name in files and at the converters: {@code "q8_0"}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
