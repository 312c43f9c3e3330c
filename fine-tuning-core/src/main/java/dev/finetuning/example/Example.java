package dev.finetuning.example;

import java.util.List;

/** One training example: its content and its info. Immutable. */
public sealed interface Example permits ChatExample, PreferenceExample, PromptExample, RatedExample, TextExample {
    /** All messages in order; for a preference, only the shared input. */
    List<Message> messages();

    /** The tools the model may call. */
    List<Tool> tools();

    /** Metadata, provenance and validation. */
    ExampleInfo info();

    /**
     * This example with other messages; for a preference, with another shared input.
     *
     * @throws UnsupportedOperationException for plain text, which has no messages
     */
    Example withMessages(List<Message> messages);

    /** This example with other info. */
    Example withInfo(ExampleInfo info);
}
