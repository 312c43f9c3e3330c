package dev.finetuning.console.shelf;

import dev.finetuning.console.input.RefusedException;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.TextExample;
import dev.finetuning.format.ExampleFormat;
import java.util.Arrays;

/** What kind of examples a dataset has, and the format in which it is stored. */
enum ExampleKind {
    CHAT("conversations", ChatExample.class),
    PREFERENCE("preferences", PreferenceExample.class),
    PROMPT("prompts", PromptExample.class),
    RATED("ratings", RatedExample.class),
    TEXT("texts", TextExample.class);

    private final String word;
    private final Class<? extends Example> type;

    ExampleKind(String word, Class<? extends Example> type) {
        this.word = word;
        this.type = type;
    }

    static ExampleKind of(Example example) {
        return Arrays.stream(values())
                .filter(kind -> kind.type.isInstance(example))
                .findFirst()
                .orElseThrow(() -> RefusedException.invalid("example", "this kind of example is not stored"));
    }

    static ExampleKind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("unknown kind of examples: " + word));
    }

    String word() {
        return word;
    }

    ExampleFormat format() {
        return ExampleFormat.carrying(type).withInfo();
    }
}
