package dev.finetuning.example;

import java.util.List;

/**
 * A conversation to learn from.
 *
 * @param messages the conversation, usually ending with the assistant
 * @param tools the tools the model may call
 * @param info metadata, provenance and validation
 */
public record ChatExample(List<Message> messages, List<Tool> tools, ExampleInfo info) implements Example {
    /** Copies the lists. */
    public ChatExample {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
    }

    /** A conversation without tools, made in code. */
    public static ChatExample of(Message... messages) {
        return new ChatExample(List.of(messages), List.of(), ExampleInfo.NONE);
    }

    @Override
    public ChatExample withInfo(ExampleInfo newInfo) {
        return new ChatExample(messages, tools, newInfo);
    }

    @Override
    public ChatExample withMessages(List<Message> newMessages) {
        return new ChatExample(newMessages, tools, info);
    }
}
