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
 * Where a dataset is going to be trained on, as far as files are concerned.
 *
 * @param name the host's or trainer's name
 * @param format how it wants examples
 * @param byteOrderMark whether the file must begin with one
 * @param settings which configuration goes with the file; empty for none
 */
public record Target(String name, ExampleFormat format, boolean byteOrderMark, String settings) {
    /** Chat messages, as OpenAI and those who copy it take them. */
    public static final Target OPENAI = of("OpenAI", ChatMessages.format());

    /** Preference pairs at OpenAI. */
    public static final Target OPENAI_PREFERENCE = of("OpenAI preference", PreferencePairs.openAi());

    /** Prompts for a grader at OpenAI. */
    public static final Target OPENAI_REINFORCEMENT = of("OpenAI reinforcement", ReinforcementPrompts.format());

    /** As OpenAI, but the file must begin with a byte-order mark. */
    public static final Target AZURE = new Target("Azure", ChatMessages.format(), true, "");

    /** As OpenAI. */
    public static final Target NEBIUS = of("Nebius", ChatMessages.format());

    /** Mistral's instruct data: chat messages. */
    public static final Target MISTRAL = of("Mistral", new PlainChat("Mistral", PlainChat.TOOLS));

    /** Mistral's pre-training data. */
    public static final Target MISTRAL_PRETRAIN = of("Mistral pretrain", PlainText.format());

    /** Chat messages with system, user and assistant in turns and no field beside. */
    public static final Target TOGETHER = of("Together", new PlainChat("Together", PlainChat.BARE));

    /** Gemini's contents and parts. */
    public static final Target VERTEX = of("Vertex", VertexContents.format());

    /** TRL's conversational form. */
    public static final Target TRL = of("TRL", ChatMessages.format());

    /** TRL's preference pairs. */
    public static final Target TRL_PREFERENCE = of("TRL preference", PreferencePairs.trl());

    /** Chat messages and a YAML that names the file. */
    public static final Target AXOLOTL =
            new Target("Axolotl", ChatMessages.format(), false, TargetConfiguration.AXOLOTL.name());

    /** ShareGPT and a {@code dataset_info.json} that names the file. */
    public static final Target LLAMA_FACTORY =
            new Target("LLaMA-Factory", ShareGpt.format(), false, TargetConfiguration.LLAMA_FACTORY.name());

    /** A target that wants JSON Lines in a format and nothing else. */
    public static Target of(String name, ExampleFormat format) {
        return new Target(name, format, false, "");
    }

    /** A classifier's data at Mistral, where the conversation's last answer is the label. */
    public static Target mistralClassifier(String labelName) {
        return of("Mistral classifier", LabelledText.of(labelName));
    }

    /** All targets that take conversations, to try a dataset on each. */
    public static List<Target> forConversations() {
        return List.of(OPENAI, AZURE, NEBIUS, MISTRAL, TOGETHER, VERTEX, TRL, AXOLOTL, LLAMA_FACTORY);
    }

    Optional<TargetConfiguration> configuration() {
        return settings.isEmpty() ? Optional.empty() : Optional.of(TargetConfiguration.valueOf(settings));
    }
}
