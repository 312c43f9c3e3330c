package dev.finetuning.example;

import java.util.List;

/**
 * A conversation whose last answer is rated good or bad, as used by KTO.
 *
 * @param messages the conversation, ending with the rated answer
 * @param desirable whether the answer is good
 * @param tools the tools the model may call
 * @param info metadata, provenance and validation
 */
public record RatedExample(List<Message> messages, boolean desirable, List<Tool> tools, ExampleInfo info)
        implements Example {
    /** Copies the lists. */
    public RatedExample {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    @Override
    public RatedExample withMessages(List<Message> newMessages) {
        return new RatedExample(newMessages, desirable, tools, info);
    }

    @Override
    public RatedExample withInfo(ExampleInfo newInfo) {
        return new RatedExample(messages, desirable, tools, newInfo);
    }
}
