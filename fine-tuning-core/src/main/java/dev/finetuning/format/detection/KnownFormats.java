package dev.finetuning.format.detection;

import dev.finetuning.format.Alpaca;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.ClassifierTexts;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.FieldMapping;
import dev.finetuning.format.Kto;
import dev.finetuning.format.PlainText;
import dev.finetuning.format.PreferencePairs;
import dev.finetuning.format.PromptCompletion;
import dev.finetuning.format.ReinforcementPrompts;
import dev.finetuning.format.ShareGpt;
import dev.finetuning.format.VertexContents;
import java.util.List;
import java.util.Set;

/**
 * The formats that detection knows, each with the fields that tell it. A new format is registered here. Of two
 * that fit equally many records, the first is taken: what changes the meaning of other fields stands first.
 */
final class KnownFormats {
    /** One format and the fields that tell it; some of them are {@link FieldSample}'s notes on a value. */
    record Sign(Set<String> fields, ExampleFormat format) {
        int fitting(List<Set<String>> sample) {
            return (int)
                    sample.stream().filter(names -> names.containsAll(fields)).count();
        }
    }

    /** Fields of records that are recognised, and why they cannot be read as they are. */
    record Unread(Set<String> fields, String reason, String remedy) {}

    static final List<Sign> SIGNS = List.of(
            sign(PreferencePairs.openAi(), "input", "preferred_output", "non_preferred_output"),
            sign(PreferencePairs.shareGpt(), "conversations", "chosen", "rejected"),
            sign(PreferencePairs.trl(), "chosen", "rejected"),
            sign(PreferencePairs.trl(), "messages", "rejected_response"),
            sign(PreferencePairs.trl(), "messages", "rejected_messages"),
            sign(PreferencePairs.trl(), "query", "response", "rejected_response"),
            sign(Kto.format(), "messages", FieldSample.RATING),
            sign(Kto.format(), "conversations", FieldSample.RATING),
            sign(Kto.format(), "instruction", "output", FieldSample.RATING),
            sign(Kto.format(), "prompt", "completion", FieldSample.RATING),
            sign(ClassifierTexts.format(), "text", FieldSample.LABELS),
            sign(ClassifierTexts.format(), "messages", FieldSample.LABELS),
            sign(ReinforcementPrompts.format(), "messages", FieldSample.OPEN, FieldSample.REFERENCE),
            sign(ChatMessages.format(), "messages"),
            sign(ShareGpt.format(), "conversations"),
            sign(ShareGpt.format(), "conversation"),
            sign(VertexContents.format(), "contents"),
            sign(Alpaca.format(), "instruction", "output"),
            sign(
                    FieldMapping.of(Alpaca.format()).rename("/context", "input").rename("/response", "output"),
                    "instruction",
                    "context",
                    "response"),
            sign(FieldMapping.of(Alpaca.format()).rename("/response", "output"), "instruction", "response"),
            sign(PromptCompletion.format(), "prompt", "completion"),
            sign(PlainText.format(), "text"));

    static final List<Unread> UNREAD = List.of(
            new Unread(
                    Set.of("responses", "scores"),
                    "The records hold several answers (responses) and their scores.",
                    "Write the best one as chosen and the worst as rejected, or each with a label that says whether"
                            + " it is good."),
            new Unread(
                    Set.of("chosen_messages", "rejected_messages"),
                    "The records are preference pairs under names of their own (chosen_messages, rejected_messages).",
                    "Read them with FieldMapping.of(PreferencePairs.trl()).rename(\"/chosen_messages\","
                            + " \"chosen\").rename(\"/rejected_messages\", \"rejected\")."));

    private KnownFormats() {}

    private static Sign sign(ExampleFormat format, String... fields) {
        return new Sign(Set.of(fields), format);
    }
}
