package dev.finetuning.cost;

import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.TextExample;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Adds the usual framing to an encoder: 3 tokens per message, its role, content and calls, its name plus 1
 * if it has one, and 3 per example (the formula of the cookbook notebook "Data preparation and analysis for
 * chat model fine-tuning"). Tools count as the text that {@code toolText} makes of them. Trainable tokens
 * are those of assistant messages with a weight other than 0. Thread-safe if the encoder is.
 */
public final class FramedTokenCounter implements TokenCounter {
    private static final int PER_MESSAGE = 3;
    private static final int PER_NAME = 1;
    private static final int PER_EXAMPLE = 3;
    /** What one image takes in low detail by the same provider's guide. */
    private static final int PER_IMAGE = 85;

    private final String name;
    private final boolean exact;
    private final ToIntFunction<String> encoder;
    private final Function<List<Tool>, String> toolText;

    /**
     * A counter with an encoder.
     *
     * @param name how it counts, for people
     * @param exact whether the encoder is the provider's own
     * @param encoder counts the tokens of a bare text
     * @param toolText the text that the model reads for the tools; called only if there are any
     */
    public FramedTokenCounter(
            String name, boolean exact, ToIntFunction<String> encoder, Function<List<Tool>, String> toolText) {
        this.name = name;
        this.exact = exact;
        this.encoder = encoder;
        this.toolText = toolText;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean exact() {
        return exact;
    }

    @Override
    public int count(String text) {
        return encoder.applyAsInt(text);
    }

    @Override
    public TokenCount count(Example example) {
        if (example instanceof TextExample text) {
            int tokens = count(text.text());
            return new TokenCount(tokens, tokens, 0);
        }
        int tools = example.tools().isEmpty() ? 0 : count(toolText.apply(example.tools()));
        TokenCount count = new TokenCount((long) PER_EXAMPLE + tools, 0, tools).plus(messages(example.messages()));
        if (example instanceof PreferenceExample pair) {
            count = count.plus(messages(pair.preferred())).plus(messages(pair.rejected()));
        }
        return count;
    }

    private TokenCount messages(List<Message> messages) {
        TokenCount count = TokenCount.ZERO;
        for (Message message : messages) {
            count = count.plus(message(message));
        }
        return count;
    }

    /** The tokens of one message, including framing. */
    TokenCount message(Message message) {
        long said = said(message);
        long framing = count(message.role().wireName()) + (long) PER_MESSAGE;
        if (message.name().isPresent()) {
            framing += count(message.name().get()) + (long) PER_NAME;
        }
        boolean trained = message.role() == Role.ASSISTANT && message.weight().orElse(1) != 0;
        return new TokenCount(framing + said, trained ? said : 0, 0);
    }

    private long said(Message message) {
        long tokens = 0;
        if (message.content().orElse(null) instanceof Content.Parts parts) {
            for (Content.Part part : parts.parts()) {
                tokens += part.fields().get("text") instanceof String text ? count(text) : 0;
                tokens += part.type().equals("image_url") ? PER_IMAGE : 0;
            }
        } else {
            tokens += count(message.text());
        }
        for (ToolCall call : message.toolCalls()) {
            tokens += count(call.name()) + (long) count(call.arguments());
        }
        return tokens;
    }
}
