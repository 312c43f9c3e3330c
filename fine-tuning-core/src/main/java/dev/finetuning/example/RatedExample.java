package dev.finetuning.example;

import java.util.List;

/**
 * A conversation with a thumb up or down, as KTO trains on.
 *
 * @param messages the conversation, ending with the rated answer
 * @param desirable whether the answer is wanted
 * @param tools the tools on offer
 * @param info what is known beside the content
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
