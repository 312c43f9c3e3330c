package dev.finetuning.mistral.tokens;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.GptBytePairEncodingParams;
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
    private static final ObjectReader READER = JsonMapper.builder().build().readerFor(Content.class);

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
            throw unreadable(file, "holds a pattern or a token that cannot be read", e);
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
        Map<byte[], Integer> ranks = ranks(content.vocab, config.vocabularySize - config.specialTokens);
        if (ranks.size() < 256) {
            throw unreadable(file, "has fewer tokens than there are bytes", null);
        }
        Encoding encoding = encoding(config.pattern, ranks);
        return new TekkenFile(version, encoding::countTokensOrdinary);
    }

    // jtokkit asks for this map; it only walks it
    @SuppressWarnings("ArrayAsKeyOfSetOrMap")
    private static Map<byte[], Integer> ranks(List<Token> vocabulary, int size) {
        Map<byte[], Integer> ranks = new HashMap<>();
        for (Token token : vocabulary) {
            if (token.bytes != null && token.rank < size) {
                ranks.put(Base64.getDecoder().decode(token.bytes), token.rank);
            }
        }
        return ranks;
    }

    /**
     * An encoding of jtokkit's.
     *
     * @throws PatternSyntaxException if the pattern is none
     */
    private static Encoding encoding(String pattern, Map<byte[], Integer> ranks) {
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
