package dev.finetuning.mistral.tokens;

import dev.finetuning.cost.TokenCount;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.cost.TokenCounters;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.TextExample;
import dev.finetuning.example.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Counts tokens in Mistral's instruct format: exactly with the tokenizer file from a model's weights,
 * otherwise by estimate. Nothing is downloaded. Immutable and thread-safe.
 *
 * <p>Conversations are formatted and masked like in Mistral's own fine-tuning tools: with tools, or if the
 * record has {@code only_last}, only the last answer is trained on. An image counts as 4,160 tokens, the
 * maximum, because images are not decoded. Mistral bills whole training steps, not these counts: {@code
 * training_steps × train_tokens_per_step} of the job's own estimate.
 */
public final class MistralTokenCounter implements TokenCounter {
    private final String name;
    private final boolean exact;
    private final TokenizerVersion version;
    private final ToIntFunction<String> encoder;

    private MistralTokenCounter(String name, boolean exact, TokenizerVersion version, ToIntFunction<String> encoder) {
        this.name = name;
        this.exact = exact;
        this.version = version;
        this.encoder = encoder;
    }

    /**
     * A counter with a tokenizer file: {@code tekken.json}, which contains its version, or {@code
     * tokenizer.model.v3} and the like, with the version in the name; {@code tokenizer.model} is version 1.
     *
     * @throws UnreadableTokenizerException if it is not such a file, or cannot be read
     */
    public static MistralTokenCounter ofFile(Path file) {
        String fileName = String.valueOf(file.getFileName());
        if (fileName.endsWith(".json")) {
            return tekken(file);
        }
        String suffix = fileName.substring(fileName.lastIndexOf('.') + 1);
        return ofFile(
                file,
                TokenizerVersion.named(suffix.equals("model") ? "v1" : suffix)
                        .orElseThrow(() -> new UnreadableTokenizerException(
                                file,
                                "does not say its version",
                                "Name it tokenizer.model.v3 or the like, or pass the version as well.",
                                null)));
    }

    /**
     * A counter with a tokenizer file, {@code tokenizer.model} or {@code tekken.json}, and a version that
     * replaces the file's own.
     *
     * @throws UnreadableTokenizerException if it is not such a file, or cannot be read
     */
    public static MistralTokenCounter ofFile(Path file, TokenizerVersion version) {
        String fileName = String.valueOf(file.getFileName());
        if (fileName.endsWith(".json")) {
            return exact(file, version, tekken(file).encoder);
        }
        try {
            return exact(file, version, SentencePieceFile.read(file)::count);
        } catch (IOException e) {
            throw unread(file, e);
        }
    }

    private static MistralTokenCounter tekken(Path file) {
        try {
            TekkenFile tekken = TekkenFile.read(file);
            return exact(file, tekken.version(), tekken.encoder());
        } catch (IOException e) {
            throw unread(file, e);
        }
    }

    private static MistralTokenCounter exact(Path file, TokenizerVersion version, ToIntFunction<String> encoder) {
        return new MistralTokenCounter(file.getFileName() + " (" + version + ")", true, version, encoder);
    }

    private static UnreadableTokenizerException unread(Path file, IOException e) {
        return new UnreadableTokenizerException(file, "cannot be read", "Check the path and who may read it.", e);
    }

    /**
     * An estimate for version 3 of the format, which most models that could be fine-tuned use.
     *
     * @see #estimate(TokenizerVersion)
     */
    public static MistralTokenCounter estimate() {
        return estimate(TokenizerVersion.V3);
    }

    /**
     * An estimate of 4 characters per token for letters and 1 for scripts without spaces; the tokens added
     * by the format are exact. Measured on documents with both vocabularies: English has 3.1 to 5.5
     * characters per token, French 2.8 to 4.4, Java 3.7 to 4.7, JSON 2.9 to 4.1, so the estimate for a
     * dataset is between 18 % too low (JSON or French with SentencePiece) and 19 % too high (Java with
     * tekken). Not measured for other scripts. For an upper bound, use the number of UTF-8 bytes.
     */
    public static MistralTokenCounter estimate(TokenizerVersion version) {
        TokenCounter estimate = TokenCounters.estimate();
        return new MistralTokenCounter(
                "estimate, 4 characters a token, -18 % to +19 % (" + version + ")", false, version, estimate::count);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean exact() {
        return exact;
    }

    /** The version of the format. */
    public TokenizerVersion version() {
        return version;
    }

    @Override
    public int count(String text) {
        return encoder.applyAsInt(text);
    }

    @Override
    public TokenCount count(Example example) {
        if (example instanceof TextExample text) {
            // beginning and end are learnt with the text
            long tokens = 2L + count(text.text());
            return new TokenCount(tokens, tokens, 0);
        }
        boolean onlyLast = Boolean.TRUE.equals(example.info().extras().get("only_last"));
        TokenCount count = count(example.messages(), example.tools(), onlyLast);
        if (example instanceof PreferenceExample pair) {
            return count.plus(count(pair.preferred(), List.of(), onlyLast))
                    .plus(count(pair.rejected(), List.of(), onlyLast));
        }
        return count;
    }

    private TokenCount count(List<Message> messages, List<Tool> tools, boolean onlyLast) {
        return new InstructTokens(version, encoder, messages, tools, onlyLast).count();
    }
}
