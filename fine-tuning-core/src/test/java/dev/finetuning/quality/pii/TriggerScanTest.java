package dev.finetuning.quality.pii;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.quality.pii.internal.scan.TriggerScan;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerScanTest {
    private static final String[] PIECES = {
        "alice@example.com",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "378282246310005",
        "DE89 3704 0044 0532 0130 00",
        "GB82WEST12345698765432",
        "078-05-1120",
        "192.168.0.1",
        "fe80::1",
        "2001:db8::ff00:42:8329",
        "+1 (415) 555-2671",
        "(020) 7946 0958",
        "555.123.4567x89",
        "https://example.com/a(b)?c=d",
        "www.example.org.",
        "v1.2.3.4",
        "12:30:45",
        "2024-01-15",
        "550e8400-e29b-41d4-a716-446655440000",
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        "call",
        "order",
        "#",
        "+",
        "(",
        ")",
        "-",
        ".",
        ",",
        ":",
        "::",
        "@",
        "/",
        "x",
        "0",
        "1",
        "7",
        "99",
        "12345",
        " ",
        "  ",
        "\n",
        "\u00a0",
        "\u2013",
        "é",
        "字",
        "😀",
        "a",
        "Z",
        "_",
        "www.",
        "://",
        "http://",
        "ext. 5",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
        "<<",
        "<",
        "passport ",
        "driver's license ",
        "A56319335",
        "LH329609T",
        "12ABC34567",
        "card ",
        "office",
        "at ",
        "to ",
        "my number ",
        "IL 62704-1234",
        "374 780 163",
        "0604 7827 2663",
        "2131 228744 78113",
        "git@github.com:a/b",
        "logo@2x.png",
        "です",
        "입니다",
        "用户@例子.广告",
        "メール",
        "\\n",
        "\\t",
        "ip:",
        "CH93 ",
        "078-05-0000",
        "Телефон ",
        "電話"
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void scan_randomTexts_findsWhatSequentialSearchFinds(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1_500; i++) {
            StringBuilder text = new StringBuilder();
            int pieces = 1 + random.nextInt(10);
            for (int p = 0; p < pieces; p++) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
                if (random.nextInt(3) == 0) {
                    text.append(' ');
                }
            }
            assertThat(TriggerScan.scan(text.toString()))
                    .as("text <%s>", text)
                    .isEqualTo(SequentialSearch.scan(text.toString()));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void scan_randomCharacters_findsWhatSequentialSearchFinds(long seed) {
        Random random = new Random(seed);
        String alphabet = "0123456789 -.()+:/@axXeE1w\u00a0";
        for (int i = 0; i < 1_500; i++) {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(50);
            for (int p = 0; p < length; p++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(TriggerScan.scan(text.toString()))
                    .as("text <%s>", text)
                    .isEqualTo(SequentialSearch.scan(text.toString()));
        }
    }

    /** Each of these takes some pattern or judgement quadratic time if it looks too far. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a", "1", "1 ", "a@", "a.", "@", "1:", ":", "www.", "awww.", "http://", "www.a)", "(", "+1(", "a1.",
                "1.1.1.", "<", "A<", "A1<", "driver license A1234", "+", "a-", "DE89 ", "0x0", "4111 ", "a@a.", "ab12",
                        "://", "字", "call 5"
            })
    void scan_hostileRepetition_takesLinearTime(String piece) {
        TriggerScan.scan(piece.repeat(10_000 / piece.length()));
        long once = time(piece.repeat(10_000 / piece.length()));
        long twice = time(piece.repeat(20_000 / piece.length()));

        // the constant allows for compilation and a busy machine
        assertThat(twice).isLessThan(3 * once + 500_000_000);
    }

    private static long time(String text) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            TriggerScan.scan(text);
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }

    @Test
    void scan_manyHostileCharacters_takesNoSeconds() {
        assertThat(time("a@".repeat(100_000))).isLessThan(3_000_000_000L);
    }
}
