package dev.finetuning.quality.remedy;

import dev.finetuning.Secret;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.quality.Passage;
import dev.finetuning.quality.TextChecks;
import dev.finetuning.quality.TextScope;
import dev.finetuning.quality.pii.PersonalData;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/** Remedies that change examples and keep them. */
public final class Repair {
    private Repair() {}

    /** Removes white space from both ends of every text: {@code trimmed_whitespace}. */
    public static Remedy trimWhitespace() {
        return texts(String::strip, new Reason("trimmed_whitespace", "White space at the ends of a text was cut off."));
    }

    /** Moves system and developer messages to the front, in order: {@code moved_system_message}. */
    public static Remedy systemFirst() {
        return messages(
                ConversationOrder::systemFirst,
                new Reason("moved_system_message", "The system message was moved to the front."));
    }

    /**
     * Merges consecutive messages of the same user or assistant, separated by an empty line: {@code
     * merged_turns}. Messages with tool calls, or with different names or weights, are not merged.
     */
    public static Remedy mergeTurns() {
        return messages(
                ConversationOrder::merged, new Reason("merged_turns", "Messages of one speaker in a row were joined."));
    }

    /** Removes everything after the assistant's last message: {@code cut_after_answer}. */
    public static Remedy endWithAnswer() {
        return Remedy.ofEach(example -> example instanceof ChatExample
                ? replaced(
                        example,
                        ConversationOrder.endingWithAnswer(example.messages()),
                        new Reason("cut_after_answer", "What followed the last answer was cut off."))
                : Treatment.unchanged(example));
    }

    /**
     * Gives every tool call without an id an id ({@code call_1}, {@code call_2}, …) and sets the same id in
     * the following tool message: {@code added_call_ids}.
     */
    public static Remedy addCallIds() {
        return messages(
                messages -> new CallIds().added(messages),
                new Reason("added_call_ids", "Tool calls without an id were given one, and so were their answers."));
    }

    /**
     * Removes the oldest turns of conversations that are too long, up to the last question, and keeps
     * system messages: {@code forgot_oldest_turns}. What is still too long stays as it is.
     *
     * @param tokens counts the tokens of an example
     * @param limit the maximum number of tokens of an example, at least 1
     * @throws IllegalArgumentException if the limit is below 1
     */
    public static Remedy truncate(ToLongFunction<Example> tokens, long limit) {
        Truncation truncation = new Truncation(tokens, limit);
        return Remedy.ofEach(truncation::treat);
    }

    /**
     * Fills placeholders such as <code>{{name}}</code>: {@code filled_placeholder}. Placeholders without a
     * value stay.
     *
     * @param values by the name between the braces
     */
    public static Remedy fillPlaceholders(Map<String, String> values) {
        return texts(
                new PlaceholderFill(values)::apply,
                new Reason("filled_placeholder", "Placeholders were filled with the values given."));
    }

    /** Replaces personal data by the name of its entity: {@code redacted_personal_data}. Confidential. */
    public static Remedy redact(PersonalData data) {
        return examples(data::redact, new Reason("redacted_personal_data", "Personal data was masked."))
                .asConfidential();
    }

    /**
     * Replaces personal data by pseudonyms, the same value by the same pseudonym: {@code
     * pseudonymised_personal_data}. Confidential.
     *
     * @param key as in {@link PersonalData#pseudonymise(Example, Secret)}
     */
    public static Remedy pseudonymise(PersonalData data, Secret key) {
        return examples(
                        example -> data.pseudonymise(example, key),
                        new Reason("pseudonymised_personal_data", "Personal data was replaced by pseudonyms."))
                .asConfidential();
    }

    /** Masks API keys, access tokens and private keys: {@code redacted_secret}. Confidential. */
    public static Remedy redactSecrets() {
        return examples(
                        example -> Passage.rewrite(
                                example, TextScope.WRITTEN, passage -> TextChecks.withoutSecrets(passage.text())),
                        new Reason("redacted_secret", "A key or token was masked."))
                .asConfidential();
    }

    /** Changes every text: contents, text parts, arguments of tool calls. */
    public static Remedy texts(UnaryOperator<String> change, Reason reason) {
        return examples(example -> Passage.replace(example, change), reason);
    }

    /** Changes examples. An example that stays equal counts as unchanged. */
    public static Remedy examples(UnaryOperator<Example> change, Reason reason) {
        return Remedy.ofEach(example -> {
            Example changed = change.apply(example);
            return changed.equals(example) ? Treatment.unchanged(example) : Treatment.changed(changed, reason);
        });
    }

    /** Changes conversations; in a preference, the shared input. */
    public static Remedy messages(UnaryOperator<List<Message>> change, Reason reason) {
        return Remedy.ofEach(example -> example.messages().isEmpty()
                ? Treatment.unchanged(example)
                : replaced(example, change.apply(example.messages()), reason));
    }

    private static Treatment replaced(Example example, List<Message> messages, Reason reason) {
        return messages.equals(example.messages())
                ? Treatment.unchanged(example)
                : Treatment.changed(example.withMessages(messages), reason);
    }
}
