package dev.finetuning.mistral;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.Role;
import dev.finetuning.mistral.wire.MistralLines;
import dev.finetuning.training.TrainingData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * Data for a classifier at Mistral: what is to be classified, with labels instead of an answer. Upload
 * this data, and request {@link dev.finetuning.training.TrainingMethod.Classifier} with targets of the
 * same names.
 *
 * <pre>{@code
 * TrainingFile file = mistral.upload(MistralClassifierData.of(TrainingData.of(dataset), "intent"));
 * }</pre>
 */
public final class MistralClassifierData {
    private MistralClassifierData() {}

    /**
     * Conversations whose last answer is the label of one target.
     *
     * @param target the target's name: {@code "intent"}
     * @throws IllegalArgumentException while it is read, at an example that is not a conversation ending
     *     with an answer
     */
    public static TrainingData of(TrainingData data, String target) {
        return map(data, example -> labelled(example, target));
    }

    /**
     * Examples of any kind, with their labels. What is asked in an example is classified; in a conversation
     * that is everything before its last answer.
     *
     * @param labels returns for an example a label, or a list of labels, by target name
     */
    public static TrainingData of(TrainingData data, Function<? super Example, ? extends Map<String, ?>> labels) {
        return map(data, example -> prompt(example, labels.apply(example)));
    }

    private static Example labelled(Example example, String target) {
        List<Message> messages = example.messages();
        if (!(example instanceof ChatExample)
                || messages.size() < 2
                || messages.get(messages.size() - 1).role() != Role.ASSISTANT) {
            throw new IllegalArgumentException("the example from "
                    + example.info().provenance().origin()
                    + " is not a conversation that ends with an answer to use as the label of " + target
                    + "; leave it out, or give its labels yourself");
        }
        return prompt(example, Map.of(target, messages.get(messages.size() - 1).text()));
    }

    private static Example prompt(Example example, Map<String, ?> labels) {
        List<Message> messages = example.messages();
        int end = messages.size();
        if (example instanceof ChatExample && end > 0 && messages.get(end - 1).role() == Role.ASSISTANT) {
            end--;
        }
        Map<String, Object> copy = new LinkedHashMap<>(labels);
        return new PromptExample(
                messages.subList(0, end), List.of(), Map.of(MistralLines.LABELS, copy), example.info());
    }

    private static TrainingData map(TrainingData data, Function<Example, Example> change) {
        return TrainingData.of(
                data.name(),
                () -> StreamSupport.stream(data.spliterator(), false)
                        .map(change)
                        .iterator());
    }
}
