package dev.finetuning.openai.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Which encoding a model reads. jtokkit's own lookup has no or wrong answers for dated, fine-tuned and
 * newer names, so this map is kept here: the longest prefix of the base model's name wins.
 */
public final class ModelEncodings {
    private static final EncodingRegistry REGISTRY = Encodings.newLazyEncodingRegistry();

    private static final Map<String, EncodingType> BY_PREFIX = Map.ofEntries(
            Map.entry("gpt-oss", EncodingType.O200K_BASE),
            Map.entry("gpt-5", EncodingType.O200K_BASE),
            Map.entry("gpt-4.5", EncodingType.O200K_BASE),
            Map.entry("gpt-4.1", EncodingType.O200K_BASE),
            Map.entry("gpt-4o", EncodingType.O200K_BASE),
            Map.entry("chatgpt-4o", EncodingType.O200K_BASE),
            Map.entry("o1", EncodingType.O200K_BASE),
            Map.entry("o3", EncodingType.O200K_BASE),
            Map.entry("o4", EncodingType.O200K_BASE),
            Map.entry("gpt-4", EncodingType.CL100K_BASE),
            Map.entry("gpt-3.5", EncodingType.CL100K_BASE),
            Map.entry("gpt-35", EncodingType.CL100K_BASE),
            Map.entry("davinci-002", EncodingType.CL100K_BASE),
            Map.entry("babbage-002", EncodingType.CL100K_BASE),
            Map.entry("text-embedding-3", EncodingType.CL100K_BASE));

    private ModelEncodings() {}

    /** The encoding of a base, dated or fine-tuned model. */
    public static Encoding ofModel(String model) {
        String base = baseName(model);
        return BY_PREFIX.keySet().stream()
                .filter(base::startsWith)
                .max(Comparator.comparingInt(String::length))
                .map(BY_PREFIX::get)
                .map(REGISTRY::getEncoding)
                .orElseThrow(() -> new IllegalArgumentException("no encoding is known for the model " + model
                        + "; known names begin with "
                        + BY_PREFIX.keySet().stream().sorted().toList()
                        + "; name the encoding with OpenAiTokenCounter.forEncoding instead"));
    }

    /** The encoding of that name. */
    public static Encoding named(String encoding) {
        Optional<EncodingType> type = EncodingType.fromName(encoding);
        return type.map(REGISTRY::getEncoding)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no encoding is named " + encoding + "; o200k_base and cl100k_base are in use"));
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
