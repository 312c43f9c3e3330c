package dev.finetuning.quality;

import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.TextExample;
import java.util.List;

/**
 * One list of messages of an example, and what it has to be.
 *
 * @param pointer where the list stands in the record
 * @param messages the list
 * @param answers whether it holds what the model shall learn to say, so that it ends with the assistant
 * @param asks whether it holds what the model is asked
 */
record Strand(String pointer, List<Message> messages, boolean answers, boolean asks) {
    static final String MESSAGES = "/messages";
    static final String INPUT = "/input/messages";
    static final String PREFERRED = "/preferred_output";
    static final String REJECTED = "/non_preferred_output";

    static List<Strand> of(Example example) {
        if (example instanceof PreferenceExample pair) {
            return List.of(
                    new Strand(INPUT, pair.messages(), false, true),
                    new Strand(PREFERRED, pair.preferred(), true, false),
                    new Strand(REJECTED, pair.rejected(), true, false));
        }
        if (example instanceof TextExample) {
            return List.of();
        }
        return List.of(new Strand(MESSAGES, example.messages(), !(example instanceof PromptExample), true));
    }

    static Origin origin(Example example) {
        return example.info().provenance().origin();
    }

    Passage at(int index) {
        return Passage.of(pointer, index, messages.get(index));
    }

    Message last() {
        return messages.get(messages.size() - 1);
    }
}
