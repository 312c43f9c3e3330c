package dev.finetuning.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shortcut for texts must say what Jackson's own parser says, of good texts and of bad ones. */
class StrictJsonTest {
    private static final ObjectMapper JACKSON = new ObjectMapper();
    private static final String[] PIECES = {
        "a",
        "word",
        "\\n",
        "\\\"",
        "\\\\",
        "\\/",
        "\\t",
        "\\u0041",
        "\\u00e9",
        "\\u00FF",
        "\\u0100",
        "\\ud83d\\ude00",
        "\u00e9",
        "\u00ff",
        "\u0100",
        "\u4e16",
        "\ud83d\ude00",
        "\u0080",
        "\u07ff",
        "\u2028",
        " ",
        "\u007f",
        "'"
    };
    private static final String[] BROKEN = {"\\x", "\\u12", "\\u12G4", "\n", "\t", "\u0000", "\u001f", "\\", "\""};

    @Test
    void value_anyText_isWhatJacksonReads() throws Exception {
        Random random = new Random(4);
        for (int i = 0; i < 30_000; i++) {
            String json = "{\"a\":\"" + text(random, PIECES) + "\",\"b\":[\"" + text(random, PIECES) + "\",1]}";
            JsonNode expected = JACKSON.readTree(json);
            assertThat(JACKSON.valueToTree(StrictJson.standard().value(json)).equals(expected))
                    .as(json)
                    .isTrue();
        }
    }

    @Test
    void value_brokenText_isRejectedWhereJacksonRejects() {
        Random random = new Random(5);
        for (int i = 0; i < 30_000; i++) {
            String broken = BROKEN[random.nextInt(BROKEN.length)];
            String json = "{\"a\":\"" + text(random, PIECES) + broken + text(random, PIECES) + "\"}";
            assertThat(accepted(json)).as(json).isEqualTo(acceptedByJackson(json));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u00e9", "\u4e16", "\\n"})
    void value_textOverTheLimit_isRejected(String piece) throws JsonFault {
        StrictJson json = StrictJson.of(new JsonLimits(10, 100, 10));
        byte[] fits = ("\"" + piece.repeat(100) + "\"").getBytes(StandardCharsets.UTF_8);
        Object value = json.whole(fits, 0, fits.length, StrictJson::value);
        assertThat(value).asString().hasSize(100);
        byte[] longer = ("\"" + piece.repeat(10_000) + "\"").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> json.whole(longer, 0, longer.length, StrictJson::value))
                .isInstanceOfSatisfying(
                        JsonFault.class, e -> assertThat(e.code()).isEqualTo("limit_exceeded"));
    }

    @Test
    void value_exponentBeyondAnyRange_isRejected() {
        for (String number : new String[] {"1e-99999999999", "0e99999999999", "1e999999"}) {
            assertThatThrownBy(() -> StrictJson.standard().value("[" + number + "]"))
                    .isInstanceOfSatisfying(
                            JsonFault.class, e -> assertThat(e.code()).isEqualTo("number_out_of_range"));
        }
    }

    private static boolean accepted(String json) {
        try {
            StrictJson.standard().value(json);
            return true;
        } catch (JsonFault e) {
            return false;
        }
    }

    private static boolean acceptedByJackson(String json) {
        try {
            JACKSON.readerFor(JsonNode.class)
                    .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(json);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String text(Random random, String[] pieces) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(pieces[random.nextInt(3) == 0 ? random.nextInt(pieces.length) : random.nextInt(2)]);
        }
        return text.toString();
    }
}
