package dev.finetuning.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Looking at the encoding while parsing must say what a look at all bytes beforehand says. */
class UnseenBytesTest {
    private static final String[] RECORDS = {
        "{\"role\":\"user\",\"content\":\"plain words, long enough for several steps of eight bytes\"}",
        "{\"content\":\"na\u00efve \\\"quoted\\\" \\n \\u00e9 caf\u00e9\",\"name\":\"\u00ff\"}",
        "{\"\u540d\":\"\u4e16\u754c\",\"a\":[\"\ud83d\ude00\",\"\\ud83d\\ude00\",{\"\\u006b\":\"\u20ac\"}],\"b\":1.5}",
        "{\"a\":\"x\",\"a\":\"twice\",\"c\":\"\u00e9\"}",
        "{\"a\":\"\u00e9\"} {\"trailing\":\"\u00e9\"}",
        "[\"\u00e9\",\"\\\\\",\"\\\\u\",\"\\/\"]",
    };
    private static final byte[] DAMAGE = {
        0,
        '"',
        '\\',
        'u',
        'd',
        '{',
        '\n',
        0x7F,
        (byte) 0x80,
        (byte) 0xBF,
        (byte) 0xC0,
        (byte) 0xC2,
        (byte) 0xC3,
        (byte) 0xE2,
        (byte) 0xED,
        (byte) 0xF0,
        (byte) 0xF5,
        (byte) 0xFF
    };
    private static final String[] ESCAPES = {"\\ud83d", "\\ude00", "\\u00e9", "\\ud83d\\ude00", "\\ud83dx"};

    @Test
    void unseen_bytesDamagedAnywhere_saysWhatALookBeforehandSays() {
        Random random = new Random(11);
        int flawed = 0;
        int accepted = 0;
        for (int i = 0; i < 60_000; i++) {
            byte[] bytes = damaged(random, RECORDS[random.nextInt(RECORDS.length)]);
            int offset = random.nextInt(9);
            byte[] placed = new byte[offset + bytes.length + random.nextInt(9)];
            Arrays.fill(placed, (byte) (random.nextBoolean() ? 0xC3 : '\\'));
            System.arraycopy(bytes, 0, placed, offset, bytes.length);

            String outcome = unseen(placed, offset, bytes.length);
            assertThat(outcome)
                    .as(() -> new String(bytes, StandardCharsets.ISO_8859_1))
                    .isEqualTo(lookFirst(placed, offset, bytes.length));
            flawed += outcome.startsWith("invalid_utf8") || outcome.startsWith("lone_surrogate") ? 1 : 0;
            accepted += outcome.startsWith("{") ? 1 : 0;
        }
        assertThat(flawed).isGreaterThan(10_000);
        assertThat(accepted).isGreaterThan(5_000);
    }

    private static byte[] damaged(Random random, String record) {
        byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(bytes.length);
            if (random.nextInt(4) == 0) {
                byte[] escape = ESCAPES[random.nextInt(ESCAPES.length)].getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(escape, 0, bytes, at, Math.min(escape.length, bytes.length - at));
            } else {
                bytes[at] = DAMAGE[random.nextInt(DAMAGE.length)];
            }
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private static String unseen(byte[] bytes, int offset, int length) {
        try {
            return fields(StrictJson.standard().unseen(bytes, offset, length, StrictJson::object));
        } catch (JsonFault e) {
            return fault(e);
        }
    }

    private static String lookFirst(byte[] bytes, int offset, int length) {
        try {
            Utf8.check(bytes, offset, offset, offset + length);
            return fields(StrictJson.standard().whole(bytes, offset, length, StrictJson::object));
        } catch (JsonFault e) {
            return fault(e);
        }
    }

    private static String fields(Map<String, Object> fields) {
        return fields.toString();
    }

    private static String fault(JsonFault fault) {
        return fault.code() + " " + fault.pointer() + " " + fault.reason();
    }
}
