package dev.finetuning.openai.tokens;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.finetuning.internal.tokens.BytePairCounter;
import dev.finetuning.internal.tokens.TokenVocabulary;
import dev.finetuning.internal.tokens.Words;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/**
 * The encodings by name, each loaded once, when it is first asked for. The two in use are counted by the library's own
 * engine on the vocabularies that jtokkit brings; the older ones by jtokkit.
 */
final class PublishedEncoding {
    private static final Map<String, Words> IN_USE = Map.of("o200k_base", Words.O200K, "cl100k_base", Words.CL100K);
    private static final Map<String, ToIntFunction<String>> LOADED = new ConcurrentHashMap<>();

    private PublishedEncoding() {}

    /**
     * What counts the tokens of a text. Thread-safe.
     *
     * @throws IllegalArgumentException if there is no encoding of that name
     */
    static ToIntFunction<String> named(String name) {
        return LOADED.computeIfAbsent(name, PublishedEncoding::load);
    }

    private static ToIntFunction<String> load(String name) {
        Words words = IN_USE.get(name);
        return words != null ? BytePairCounter.of(vocabulary(name), words)::count : older(name)::countTokensOrdinary;
    }

    private static Encoding older(String name) {
        EncodingType type = EncodingType.fromName(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no encoding is named " + name + "; o200k_base and cl100k_base are in use"));
        return Encodings.newLazyEncodingRegistry().getEncoding(type);
    }

    /** Each line is a token in Base64, a blank, and its rank. */
    private static TokenVocabulary vocabulary(String name) {
        String file = "/com/knuddels/jtokkit/" + name + ".tiktoken";
        try (InputStream in = Encodings.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the jtokkit on the class path has no " + file);
            }
            List<TokenVocabulary.Token> tokens = new ArrayList<>();
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int blank = line.indexOf(' ');
                tokens.add(new TokenVocabulary.Token(
                        Base64.getDecoder().decode(line.substring(0, blank)),
                        Integer.parseInt(line.substring(blank + 1))));
            }
            return TokenVocabulary.of(tokens);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
