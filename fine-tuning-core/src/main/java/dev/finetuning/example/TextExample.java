package dev.finetuning.example;

import java.util.List;

/**
 * Plain text without roles, as used in pre-training.
 *
 * @param text the text
 * @param info metadata, provenance and validation
 */
public record TextExample(String text, ExampleInfo info) implements Example {
    @Override
    public List<Message> messages() {
        return List.of();
    }

    @Override
    public List<Tool> tools() {
        return List.of();
    }

    @Override
    public TextExample withMessages(List<Message> newMessages) {
        throw new UnsupportedOperationException("a text has no messages");
    }

    @Override
    public TextExample withInfo(ExampleInfo newInfo) {
        return new TextExample(text, newInfo);
    }

    @Override
    public String toString() {
        return "TextExample[" + text.length() + " characters]";
    }
}
