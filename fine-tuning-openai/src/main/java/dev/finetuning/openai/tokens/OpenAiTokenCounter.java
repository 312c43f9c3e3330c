package dev.finetuning.openai.tokens;

import dev.finetuning.cost.FramedTokenCounter;
import dev.finetuning.cost.TokenCount;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.example.Example;

/**
 * Counts tokens with OpenAI's own encodings. Texts are counted exactly; examples with the framing of {@link
 * FramedTokenCounter}, and tools in the TypeScript form that the model reads. For a file of 103 examples
 * with tool calls, the count was 2.1 % above the bill.
 *
 * <p>Special tokens inside a text ({@code <|endoftext|>}) count as ordinary text. Call ids are not sent to
 * the model and not counted. Immutable and thread-safe.
 */
public final class OpenAiTokenCounter implements TokenCounter {
    private final FramedTokenCounter counter;

    private OpenAiTokenCounter(String encoding) {
        counter = new FramedTokenCounter(encoding, true, PublishedEncoding.named(encoding), ToolDeclarations::render);
    }

    /**
     * A counter for a model.
     *
     * @param model a base model ({@code "gpt-4.1-mini"}), a dated one, or a tuned one ({@code "ft:…"})
     * @throws IllegalArgumentException if the model's encoding is not known
     */
    public static OpenAiTokenCounter forModel(String model) {
        return new OpenAiTokenCounter(ModelEncodings.ofModel(model));
    }

    /**
     * A counter with an encoding.
     *
     * @param encoding {@code "o200k_base"} for newer models, {@code "cl100k_base"} for gpt-4 and gpt-3.5
     * @throws IllegalArgumentException if there is no encoding with this name
     */
    public static OpenAiTokenCounter forEncoding(String encoding) {
        return new OpenAiTokenCounter(encoding);
    }

    @Override
    public String name() {
        return counter.name();
    }

    @Override
    public boolean exact() {
        return counter.exact();
    }

    @Override
    public int count(String text) {
        return counter.count(text);
    }

    @Override
    public TokenCount count(Example example) {
        return counter.count(example);
    }
}
