package dev.finetuning.spring.observe;

import java.util.Map;

/** Names of OpenTelemetry's semantic conventions for generative AI. */
public final class GenAi {
    /**
     * The release of OpenTelemetry's semantic conventions that has these names. They are still in development there, and
     * later ones appear in a repository of their own.
     */
    public static final String CONVENTIONS = "1.45.0";

    /** How long a question took; the observation of each question has this name, too. */
    public static final String DURATION = "gen_ai.client.operation.duration";
    /** How long the first part of a streamed answer took. */
    public static final String FIRST_CHUNK = "gen_ai.client.operation.time_to_first_chunk";
    /** Tokens of a question or an answer. */
    public static final String TOKENS = "gen_ai.client.token.usage";

    static final String OPERATION = "gen_ai.operation.name";
    static final String PROVIDER = "gen_ai.provider.name";
    static final String REQUEST_MODEL = "gen_ai.request.model";
    static final String TOKEN_TYPE = "gen_ai.token.type";
    static final String ERROR = "error.type";
    static final String CHAT = "chat";
    static final String INPUT = "input";
    static final String OUTPUT = "output";

    static final Map<String, String> PROVIDERS = Map.of("azure", "azure.ai.openai", "mistral", "mistral_ai");

    private GenAi() {}

    /** A provider by the name that the conventions have for it; its own where they have none. */
    static String provider(String name) {
        return PROVIDERS.getOrDefault(name, name);
    }
}
