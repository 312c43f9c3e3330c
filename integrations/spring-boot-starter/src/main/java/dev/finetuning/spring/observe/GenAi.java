package dev.finetuning.spring.observe;

import java.util.Map;

/** Names of OpenTelemetry's semantic conventions for generative AI. */
public final class GenAi {
    /** The version of the conventions that the names are from; they are still experimental there. */
    public static final String CONVENTIONS = "1.37.0";

    /** How long a question took; the observation of each question has this name, too. */
    public static final String DURATION = "gen_ai.client.operation.duration";
    /** Tokens of a question or an answer. */
    public static final String TOKENS = "gen_ai.client.token.usage";

    static final String OPERATION = "gen_ai.operation.name";
    static final String PROVIDER = "gen_ai.provider.name";
    static final String REQUEST_MODEL = "gen_ai.request.model";
    static final String TOKEN_TYPE = "gen_ai.token.type";
    static final String ERROR = "error.type";

    private static final Map<String, String> PROVIDERS = Map.of("azure", "azure.ai.openai", "mistral", "mistral_ai");

    private GenAi() {}

    /** A provider by the name that the conventions have for it; its own where they have none. */
    static String provider(String name) {
        return PROVIDERS.getOrDefault(name, name);
    }
}
