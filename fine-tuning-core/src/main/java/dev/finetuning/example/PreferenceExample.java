package dev.finetuning.example;

import java.util.List;

/**
 * Two answers to one input, one better than the other.
 *
 * @param messages the shared input
 * @param preferred the messages of the better answer
 * @param rejected the messages of the worse answer
 * @param tools the tools the model may call
 * @param info metadata, provenance and validation
 */
public record PreferenceExample(
        List<Message> messages, List<Message> preferred, List<Message> rejected, List<Tool> tools, ExampleInfo info)
        implements Example {
    /** Copies the lists. */
    public PreferenceExample {
        messages = List.copyOf(messages);
        preferred = List.copyOf(preferred);
        rejected = List.copyOf(rejected);
        tools = List.copyOf(tools);
    }

    @Override
    public PreferenceExample withMessages(List<Message> newMessages) {
        return new PreferenceExample(newMessages, preferred, rejected, tools, info);
    }

    @Override
    public PreferenceExample withInfo(ExampleInfo newInfo) {
        return new PreferenceExample(messages, preferred, rejected, tools, newInfo);
    }
}
