package dev.finetuning.mistral.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.knuddels.jtokkit.api.Encoding;
import dev.finetuning.internal.tokens.BytePairCounter;
import dev.finetuning.internal.tokens.TokenVocabulary;
import dev.finetuning.internal.tokens.Words;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The scanner against the pattern that a tekken.json holds, which jtokkit reads as a regular expression. */
class TekkenWordsTest {
    private static final List<String> PIECES = List.of(
            "a",
            "Z",
            "'s",
            "'LL",
            "S",
            " ",
            "  ",
            "\n",
            "\r",
            "\t",
            "/",
            "12",
            "\u0663",
            "\u00bd",
            "\u00e9",
            "\u0301",
            "\u4e2d",
            "\u01c5",
            "\u02b0",
            "\ud83d\ude00",
            "\ud835\udfd9",
            "\u00a0",
            "\u0085",
            "\u2028",
            "!",
            "<|",
            "the",
            " and",
            "ing",
            "\u0627\u0644");

    @Test
    void randomTexts_areCountedAsByThePattern() throws IOException {
        TekkenFile.Content content;
        try (InputStream file = TekkenWordsTest.class.getResourceAsStream("tiny-tekken.json")) {
            content = new ObjectMapper().readValue(file, TekkenFile.Content.class);
        }
        assertThat(content.config().pattern()).isEqualTo(TekkenFile.USUAL_PATTERN);
        List<TokenVocabulary.Token> tokens = TekkenFile.tokens(content.vocab(), 520);
        Encoding peer = TekkenFile.encoding(TekkenFile.USUAL_PATTERN, tokens);
        BytePairCounter ours = BytePairCounter.of(TokenVocabulary.of(tokens), Words.TEKKEN);
        SplittableRandom random = new SplittableRandom(3);
        CharsetEncoder whole = StandardCharsets.UTF_8.newEncoder();
        for (int i = 0; i < 40_000; i++) {
            StringBuilder made = new StringBuilder();
            int pieces = 1 + random.nextInt(14);
            for (int j = 0; j < pieces; j++) {
                made.append(
                        random.nextInt(12) == 0
                                ? String.valueOf((char) random.nextInt(1 << 16))
                                : PIECES.get(random.nextInt(PIECES.size())));
            }
            String text = made.toString();
            if (whole.canEncode(text)) {
                assertThat(ours.count(text)).isEqualTo(peer.countTokensOrdinary(text));
            }
        }
    }
}
