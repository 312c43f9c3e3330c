package dev.finetuning.openai.tokens;

import java.util.Comparator;
import java.util.Map;

/**
 * Which encoding a model uses. jtokkit's own lookup is missing or wrong for dated, fine-tuned and newer
 * names, so the map is kept here: the longest prefix of the base model's name wins.
 */
public final class ModelEncodings {
    private static final String NEWER = "o200k_base";
    private static final String OLDER = "cl100k_base";

    private static final Map<String, String> BY_PREFIX = Map.ofEntries(
            Map.entry("gpt-oss", NEWER),
            Map.entry("gpt-5", NEWER),
            Map.entry("gpt-4.5", NEWER),
            Map.entry("gpt-4.1", NEWER),
            Map.entry("gpt-4o", NEWER),
            Map.entry("chatgpt-4o", NEWER),
            Map.entry("o1", NEWER),
            Map.entry("o3", NEWER),
            Map.entry("o4", NEWER),
            Map.entry("gpt-4", OLDER),
            Map.entry("gpt-3.5", OLDER),
            Map.entry("gpt-35", OLDER),
            Map.entry("davinci-002", OLDER),
            Map.entry("babbage-002", OLDER),
            Map.entry("text-embedding-3", OLDER));

    private ModelEncodings() {}

    /**
     * The name of the encoding of a base, dated or fine-tuned model.
     *
     * @throws IllegalArgumentException if it is not known
     */
    public static String ofModel(String model) {
        String base = baseName(model);
        return BY_PREFIX.keySet().stream()
                .filter(base::startsWith)
                .max(Comparator.comparingInt(String::length))
                .map(BY_PREFIX::get)
                .orElseThrow(() -> new IllegalArgumentException("no encoding is known for the model " + model
                        + "; known names begin with "
                        + BY_PREFIX.keySet().stream().sorted().toList()
                        + "; name the encoding with OpenAiTokenCounter.forEncoding instead"));
    }

    /** {@code ft:gpt-4o-mini-2024-07-18:org:suffix:id} is counted as {@code gpt-4o-mini-2024-07-18}. */
    public static String baseName(String model) {
        if (!model.startsWith("ft:")) {
            return model;
        }
        int end = model.indexOf(':', 3);
        return end < 0 ? model.substring(3) : model.substring(3, end);
    }
}
