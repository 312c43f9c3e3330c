package dev.finetuning.mistral.tokens;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.GptBytePairEncodingParams;
import dev.finetuning.internal.jackson.Jackson;
import dev.finetuning.internal.tokens.BytePairCounter;
import dev.finetuning.internal.tokens.TokenVocabulary;
import dev.finetuning.internal.tokens.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code tekken.json}: byte-level BPE whose vocabulary is cut off where the special tokens begin.
 *
 * @param version the format of conversations it names
 * @param encoder counts the tokens of a text
 */
record TekkenFile(TokenizerVersion version, ToIntFunction<String> encoder) {
    /** How every published tekken.json cuts words; {@link Words#TEKKEN} is the same as a scanner. */
    static final String USUAL_PATTERN =
            "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
                    + "|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*"
                    + "|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private static final ObjectReader READER = Jackson.mapper().build().readerFor(Content.class);

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Content(@Nullable Config config, @Nullable List<Token> vocab) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Config(
            @Nullable String pattern,
            @JsonProperty("default_vocab_size") int vocabularySize,
            @JsonProperty("default_num_special_tokens") int specialTokens,
            @Nullable String version) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Token(
            int rank, @JsonProperty("token_bytes") @Nullable String bytes) {}

    /**
     * Reads the file.
     *
     * @throws IOException if it cannot be read
     * @throws UnreadableTokenizerException if it is no tekken tokenizer
     */
    static TekkenFile read(Path file) throws IOException {
        try {
            Content content = READER.readValue(file.toFile());
            return of(content, file);
        } catch (JsonProcessingException e) {
            throw unreadable(file, "is not the JSON of a tekken tokenizer", e);
        } catch (IllegalArgumentException e) {
            throw unreadable(file, "contains a pattern or a token that cannot be read", e);
        }
    }

    private static TekkenFile of(Content content, Path file) {
        Config config = content.config;
        if (config == null || config.pattern == null || config.version == null || content.vocab == null) {
            throw unreadable(file, "lacks its configuration or its vocabulary", null);
        }
        String named = config.version;
        TokenizerVersion version = TokenizerVersion.named(named)
                .orElseThrow(() -> unreadable(file, "is of the unknown version " + named, null));
        List<TokenVocabulary.Token> tokens = tokens(content.vocab, config.vocabularySize - config.specialTokens);
        if (tokens.size() < 256) {
            throw unreadable(file, "has fewer tokens than there are bytes", null);
        }
        return new TekkenFile(
                version,
                config.pattern.equals(USUAL_PATTERN)
                        ? BytePairCounter.of(TokenVocabulary.of(tokens), Words.TEKKEN)::count
                        : encoding(config.pattern, tokens)::countTokensOrdinary);
    }

    static List<TokenVocabulary.Token> tokens(List<Token> vocabulary, int size) {
        return vocabulary.stream()
                .filter(token -> token.bytes != null && token.rank < size)
                .map(token -> new TokenVocabulary.Token(Base64.getDecoder().decode(token.bytes), token.rank))
                .toList();
    }

    /**
     * An encoding of jtokkit's, for a pattern that nobody has published yet.
     *
     * @throws PatternSyntaxException if the pattern is none
     */
    // jtokkit asks for this map; it only walks it
    @SuppressWarnings("ArrayAsKeyOfSetOrMap")
    static Encoding encoding(String pattern, List<TokenVocabulary.Token> tokens) {
        Map<byte[], Integer> ranks = new HashMap<>();
        tokens.forEach(token -> ranks.put(token.bytes(), token.rank()));
        // white space is what Unicode says it is, as in the reference's regular expressions
        Pattern words = Pattern.compile(pattern, Pattern.UNICODE_CHARACTER_CLASS);
        EncodingRegistry registry = Encodings.newLazyEncodingRegistry();
        registry.registerGptBytePairEncoding(new GptBytePairEncodingParams("tekken", words, ranks, Map.of()));
        return registry.getEncoding("tekken").orElseThrow();
    }

    private static UnreadableTokenizerException unreadable(Path file, String what, @Nullable Throwable cause) {
        return new UnreadableTokenizerException(
                file, what, "Give the tekken.json that belongs to the model's weights, or count by estimate.", cause);
    }
}
