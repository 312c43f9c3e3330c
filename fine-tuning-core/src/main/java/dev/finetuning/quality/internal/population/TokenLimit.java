package dev.finetuning.quality.internal.population;

import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.Role;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.MessageList;
import dev.finetuning.quality.Severity;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** Finds examples with more tokens than a model takes, and says what cutting them off would leave. */
public record TokenLimit(ToLongFunction<Example> tokens, long limit) {
    public void look(Example example, Consumer<Finding> findings) {
        long count = tokens.applyAsLong(example);
        if (count <= limit) {
            return;
        }
        findings.accept(Finding.of(
                "token_limit",
                Severity.ERROR,
                MessageList.origin(example),
                "The example has " + count + " tokens; the limit is " + limit + ", so the last " + (count - limit)
                        + " would be cut off.",
                "Shorten or split it, or drop it."));
        int answer = firstTrained(example);
        if (answer > 0 && tokens.applyAsLong(before(example, answer)) >= limit) {
            findings.accept(Finding.of(
                    "nothing_left_to_train_on",
                    Severity.ERROR,
                    MessageList.origin(example),
                    "The text before the first answer alone fills the limit of " + limit + " tokens.",
                    "Shorten the question, or drop the example."));
        }
    }

    private static Example before(Example example, int answer) {
        return example.withMessages(example.messages().subList(0, answer));
    }

    /** The first message that is trained on; 0 where that is not a matter of messages. */
    private static int firstTrained(Example example) {
        if (example instanceof PreferenceExample || example instanceof PromptExample) {
            return 0;
        }
        List<Message> messages = example.messages();
        for (int i = 0; i < messages.size(); i++) {
            Message message = messages.get(i);
            if (message.role() == Role.ASSISTANT && message.weight().orElse(1) != 0) {
                return i;
            }
        }
        return 0;
    }
}
