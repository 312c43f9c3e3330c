package dev.finetuning.example;

import java.util.List;
import java.util.Map;

/**
 * A prompt for reinforcement learning, with the reference fields that its grader uses.
 *
 * @param messages the prompt
 * @param tools the tools the model may call
 * @param reference fields for the grader, by name, as JSON values
 * @param info metadata, provenance and validation
 */
public record PromptExample(List<Message> messages, List<Tool> tools, Map<String, Object> reference, ExampleInfo info)
        implements Example {
    /** Copies lists and map. */
    public PromptExample {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        reference = JsonValues.copy(reference);
    }

    @Override
    public PromptExample withMessages(List<Message> newMessages) {
        return new PromptExample(newMessages, tools, reference, info);
    }

    @Override
    public PromptExample withInfo(ExampleInfo newInfo) {
        return new PromptExample(messages, tools, reference, newInfo);
    }

    @Override
    public String toString() {
        return "PromptExample[" + messages + ", reference fields " + reference.keySet() + "]";
    }
}
