package dev.finetuning.example;

import java.util.List;

/** One training example: content, and what is known about it. Immutable. */
public sealed interface Example permits ChatExample, PreferenceExample, PromptExample, RatedExample, TextExample {
    /** Every message in order; for a preference, the shared input only. */
    List<Message> messages();

    /** The tools on offer. */
    List<Tool> tools();

    /** What is known beside the content. */
    ExampleInfo info();

    /**
     * The same example with other messages; for a preference, with another shared input.
     *
     * @throws UnsupportedOperationException for text, which has none
     */
    Example withMessages(List<Message> messages);

    /** The same content with other info. */
    Example withInfo(ExampleInfo info);
}
