package dev.finetuning.openai.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import dev.finetuning.CpuGrowth;
import dev.finetuning.openai.SharedData;
import java.io.IOException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** jtokkit, which reads the published regular expressions, is the judge. */
class PublishedEncodingTest {
    private static final EncodingRegistry PEERS = Encodings.newLazyEncodingRegistry();

    /** What the rules of words turn on: case, contractions, blanks of all kinds, marks, digits, pairs. */
    private static final List<String> PIECES = List.of(
            "a",
            "b",
            "Z",
            "Q",
            "'",
            "s",
            "S",
            "\u017f",
            "ll",
            "RE",
            "ve",
            " ",
            "  ",
            "\n",
            "\r",
            "\t",
            "/",
            "1",
            "\u0663",
            "\u00bd",
            "\u00e9",
            "E\u0301",
            "\u0301",
            "\u4e2d",
            "\u01c4",
            "\u01c5",
            "\u02b0",
            "\u00aa",
            "\ud83d\ude00",
            "\ud835\udc00",
            "\ud835\udfd9",
            "\ud801\udc10",
            "\u00a0",
            "\u0085",
            "\u2028",
            "\u200b",
            "\ufeff",
            "!",
            "-",
            "_",
            "<|",
            "|>",
            "\0",
            "\u001c",
            "\u180e",
            "\u3000",
            "\u0130",
            "\u0131",
            "\u00df",
            "\u0939\u093f",
            "\u0928\u094d",
            "\u0e44\u0e17\u0e22",
            "the",
            " and",
            "ing",
            "\u05d0",
            "\u0627\u0644");

    @ParameterizedTest
    @ValueSource(strings = {"o200k_base", "cl100k_base"})
    void randomTexts_areCountedAsByThePeer(String encoding) {
        assertThat(differences(encoding, 60_000, 1)).isZero();
    }

    @Tag("campaign")
    @ParameterizedTest
    @ValueSource(strings = {"o200k_base", "cl100k_base"})
    void tenMillionRandomTexts_areCountedAsByThePeer(String encoding) {
        assertThat(differences(encoding, 10_000_000, 2)).isZero();
    }

    private static long differences(String name, int texts, long seed) {
        ToIntFunction<String> ours = PublishedEncoding.named(name);
        Encoding peer = peer(name);
        SplittableRandom random = new SplittableRandom(seed);
        CharsetEncoder whole = StandardCharsets.UTF_8.newEncoder();
        long different = 0;
        for (int i = 0; i < texts; i++) {
            StringBuilder made = new StringBuilder();
            int pieces = 1 + random.nextInt(14);
            for (int j = 0; j < pieces; j++) {
                made.append(
                        random.nextInt(12) == 0
                                ? String.valueOf((char) random.nextInt(1 << 16))
                                : PIECES.get(random.nextInt(PIECES.size())));
            }
            String text = made.toString();
            // the peer takes half a pair for three bytes in one of its encodings and for a question mark in the other
            if (whole.canEncode(text) && ours.applyAsInt(text) != peer.countTokensOrdinary(text)) {
                different++;
            }
        }
        return different;
    }

    @ParameterizedTest
    @ValueSource(strings = {"o200k_base", "cl100k_base"})
    void realTexts_areCountedAsByThePeer(String encoding) throws IOException {
        ToIntFunction<String> ours = PublishedEncoding.named(encoding);
        Encoding peer = peer(encoding);
        try (Stream<Path> files = Files.walk(SharedData.file("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file);
                assertThat(ours.applyAsInt(text))
                        .as(file.getFileName().toString())
                        .isEqualTo(peer.countTokensOrdinary(text));
            }
        }
    }

    /** {@code -Dtexts=FOLDER}: any texts in UTF-8, each file one text. */
    @Tag("campaign")
    @ParameterizedTest
    @ValueSource(strings = {"o200k_base", "cl100k_base"})
    void textsOfAFolder_areCountedAsByThePeer(String encoding) throws IOException {
        String folder = System.getProperty("texts", "");
        Assumptions.assumeFalse(folder.isEmpty(), "no -Dtexts=FOLDER was given");
        ToIntFunction<String> ours = PublishedEncoding.named(encoding);
        Encoding peer = peer(encoding);
        List<Path> different = new ArrayList<>();
        long bytes = 0;
        long tokens = 0;
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String text = Files.readString(file);
                int counted = ours.applyAsInt(text);
                bytes += Files.size(file);
                tokens += counted;
                if (counted != peer.countTokensOrdinary(text)) {
                    different.add(file);
                }
            }
        }
        System.out.printf("%s: %d bytes, %d tokens, %d files differ%n", encoding, bytes, tokens, different.size());
        assertThat(tokens).isPositive();
        assertThat(different).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ab", " ", "\n", "=", "\u4e2d", "\ud83d\ude00", "0", "aB", "' "})
    void longRuns_areCountedAsByThePeer(String piece) {
        for (String name : List.of("o200k_base", "cl100k_base")) {
            for (int times : new int[] {1, 31, 32, 33, 48, 95, 96, 97, 98, 500, 3_000}) {
                String text = piece.repeat(times);
                assertThat(PublishedEncoding.named(name).applyAsInt(text))
                        .as("%s: %d times", name, times)
                        .isEqualTo(peer(name).countTokensOrdinary(text));
            }
        }
    }

    @Test
    void halfAPair_countsAsAQuestionMark() {
        ToIntFunction<String> ours = PublishedEncoding.named("o200k_base");
        assertThat(ours.applyAsInt("a\ud83d")).isEqualTo(ours.applyAsInt("a?"));
        assertThat(ours.applyAsInt("\ude00")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", " ", "\n", "-", "aB", "\u0301", "1"})
    void hostileTexts_takeTimeInProportion(String piece) {
        ToIntFunction<String> ours = PublishedEncoding.named("o200k_base");
        CpuGrowth.assertLinear("repeated \"" + piece + "\"", 100_000, size -> {
            String text = piece.repeat(size);
            return () -> assertThat(ours.applyAsInt(text)).isPositive();
        });
    }

    @Test
    void olderEncoding_isCountedToo_unknownOneIsRefused() {
        assertThat(PublishedEncoding.named("r50k_base").applyAsInt("hello world"))
                .isEqualTo(2);
        assertThatThrownBy(() -> PublishedEncoding.named("x200k"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("x200k")
                .hasMessageContaining("o200k_base");
    }

    private static Encoding peer(String name) {
        return PEERS.getEncoding(EncodingType.fromName(name).orElseThrow());
    }
}
