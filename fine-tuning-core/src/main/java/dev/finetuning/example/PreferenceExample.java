package dev.finetuning.example;

import java.util.List;

/**
 * Two answers to one input, of which one is better.
 *
 * @param messages the input both answer
 * @param preferred the better answer's messages
 * @param rejected the worse answer's messages
 * @param tools the tools on offer
 * @param info what is known beside the content
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
