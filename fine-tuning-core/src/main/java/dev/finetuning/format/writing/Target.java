package dev.finetuning.format.writing;

import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.LabelledText;
import dev.finetuning.format.PlainText;
import dev.finetuning.format.PreferencePairs;
import dev.finetuning.format.ReinforcementPrompts;
import dev.finetuning.format.ShareGpt;
import dev.finetuning.format.VertexContents;
import java.util.List;
import java.util.Optional;

/**
 * A trainer or provider that a dataset is written for.
 *
 * @param name its name
 * @param format the format it takes
 * @param byteOrderMark whether the file must begin with a byte-order mark
 * @param settings which configuration file it needs, and after a blank what that file needs; empty for none
 */
public record Target(String name, ExampleFormat format, boolean byteOrderMark, String settings) {
    /** Chat messages, as OpenAI and compatible APIs take them. */
    public static final Target OPENAI = of("OpenAI", openAi("OpenAI", ChatMessages.format()));

    /** Preference pairs at OpenAI. */
    public static final Target OPENAI_PREFERENCE =
            of("OpenAI preference", openAi("OpenAI", PreferencePairs.openAi()).answersOnly());

    /** Prompts for a grader at OpenAI. */
    public static final Target OPENAI_REINFORCEMENT =
            of("OpenAI reinforcement", openAi("OpenAI", ReinforcementPrompts.format()));

    /** As for OpenAI, but with a byte-order mark at the beginning of the file. */
    public static final Target AZURE = new Target("Azure", openAi("Azure", ChatMessages.format()), true, "");

    /** As for OpenAI. */
    public static final Target NEBIUS = of("Nebius", openAi("Nebius", ChatMessages.format()));

    /** Mistral's instruct data: chat messages without unknown fields, with call ids of nine characters. */
    public static final Target MISTRAL = of(
            "Mistral",
            ProviderDialect.of("Mistral", conversations())
                    .withoutDeveloper()
                    .reads("prefix")
                    .strict()
                    .withCallIds()
                    .endingWithAnswer());

    /** Mistral's pre-training data. */
    public static final Target MISTRAL_PRETRAIN = of("Mistral pretrain", PlainText.format());

    /** Chat messages in which system, user, assistant and tools alternate properly. */
    public static final Target TOGETHER = of(
            "Together",
            ProviderDialect.of("Together", conversations())
                    .withoutDeveloper()
                    .reads("reasoning", "reasoning_content")
                    .withoutThinkingParts()
                    .takingTurns());

    /** Gemini's contents and parts. */
    public static final Target VERTEX =
            of("Vertex", ProviderDialect.of("Vertex", VertexContents.format()).reads());

    /** TRL's conversational form. */
    public static final Target TRL = of(
            "TRL",
            ProviderDialect.of("TRL", new TemplateRecords(conversations()))
                    .asTable()
                    .reads("reasoning", "reasoning_content", "thinking", "images")
                    .withoutWeights());

    /** TRL's preference pairs, as lists of messages throughout. */
    public static final Target TRL_PREFERENCE = of(
            "TRL preference",
            ProviderDialect.of("TRL", new TemplateRecords(PreferencePairs.trlMessages()))
                    .asTable()
                    .reads("reasoning", "reasoning_content", "thinking", "images")
                    .withoutWeights()
                    .answersOnly());

    /** TRL's rated answers, as lists of messages throughout. */
    public static final Target TRL_KTO = of(
            "TRL KTO",
            ProviderDialect.of("TRL", new TemplateRecords(new RatedMessages()))
                    .asTable()
                    .reads("reasoning", "reasoning_content", "thinking")
                    .withoutWeights());

    /** Chat messages, with a YAML file that names the data file. */
    public static final Target AXOLOTL = axolotlTarget("");

    /** ShareGPT, with a {@code dataset_info.json} that names the data file. */
    public static final Target LLAMA_FACTORY =
            llamaFactory("LLaMA-Factory", ShareGpt.format(), TargetConfiguration.LLAMA_FACTORY);

    /** Preference pairs as ShareGPT turns, with a {@code dataset_info.json} that names the data file. */
    public static final Target LLAMA_FACTORY_PREFERENCE = llamaFactory(
            "LLaMA-Factory preference", PreferencePairs.shareGpt(), TargetConfiguration.LLAMA_FACTORY_PREFERENCE);

    /** Rated answers as ShareGPT turns, with a {@code dataset_info.json} that names the data file. */
    public static final Target LLAMA_FACTORY_KTO =
            llamaFactory("LLaMA-Factory KTO", new RatedTurns(), TargetConfiguration.LLAMA_FACTORY_KTO);

    private static Target axolotlTarget(String setting) {
        ProviderDialect dialect = ProviderDialect.of("Axolotl", new TemplateRecords(conversations()))
                .asTable()
                .reads("reasoning_content")
                .withoutThinkingParts();
        return new Target("Axolotl", dialect, false, (TargetConfiguration.AXOLOTL.key() + " " + setting).strip());
    }

    /**
     * As {@link #AXOLOTL}, with a YAML that is a whole job: a LoRA adapter for a base model, with the values of
     * Axolotl's own examples, to be run or changed.
     *
     * @param baseModel a repository or a folder: {@code "Qwen/Qwen3-4B"}
     * @throws IllegalArgumentException if it is blank
     */
    public static Target axolotl(String baseModel) {
        if (baseModel.isBlank()) {
            throw new IllegalArgumentException("name the base model to train");
        }
        return axolotlTarget(baseModel.strip());
    }

    private static ProviderDialect openAi(String provider, ExampleFormat format) {
        return ProviderDialect.of(provider, format)
                .reads("refusal", "function_call", "audio")
                .withoutThinkingParts();
    }

    private static ExampleFormat conversations() {
        return ChatMessages.format();
    }

    private static Target llamaFactory(String name, ExampleFormat format, TargetConfiguration configuration) {
        ProviderDialect dialect = ProviderDialect.of("LLaMA-Factory", format)
                .asTable()
                .reads("images", "videos", "audios")
                .withoutWeights()
                .sayingSomething()
                .alternating();
        return new Target(name, dialect, false, configuration.key());
    }

    /** A target that needs JSON Lines in a format and no configuration file. */
    public static Target of(String name, ExampleFormat format) {
        return new Target(name, format, false, "");
    }

    /** Mistral's classifier data; the last answer of a conversation is the label. */
    public static Target mistralClassifier(String labelName) {
        return of("Mistral classifier", LabelledText.of(labelName));
    }

    /** All targets that take preference pairs. */
    public static List<Target> forPreferences() {
        return List.of(OPENAI_PREFERENCE, TRL_PREFERENCE, LLAMA_FACTORY_PREFERENCE);
    }

    /** All targets that take rated answers. */
    public static List<Target> forRatings() {
        return List.of(TRL_KTO, LLAMA_FACTORY_KTO);
    }

    /** All targets that take conversations. */
    public static List<Target> forConversations() {
        return List.of(OPENAI, AZURE, NEBIUS, MISTRAL, TOGETHER, VERTEX, TRL, AXOLOTL, LLAMA_FACTORY);
    }

    Optional<TargetConfiguration> configuration() {
        return settings.isEmpty()
                ? Optional.empty()
                : Optional.of(TargetConfiguration.ofKey(settings.split(" ", 2)[0]));
    }

    /** What stands behind the configuration's key. */
    String setting() {
        String[] parts = settings.split(" ", 2);
        return parts.length == 2 ? parts[1] : "";
    }

    /** Whether the file is read as a table, whose columns are those of its beginning. */
    boolean isTable() {
        return format instanceof ProviderDialect dialect && dialect.isTable();
    }
}
