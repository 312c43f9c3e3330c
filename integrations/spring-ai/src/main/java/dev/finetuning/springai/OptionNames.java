package dev.finetuning.springai;

/** Settings by the names that chat completions give them; Spring AI has a field for each. */
final class OptionNames {
    static final String STOP = "stop";
    static final String TOP_P = "top_p";
    static final String TOP_K = "top_k";
    static final String FREQUENCY_PENALTY = "frequency_penalty";
    static final String PRESENCE_PENALTY = "presence_penalty";

    private OptionNames() {}
}
