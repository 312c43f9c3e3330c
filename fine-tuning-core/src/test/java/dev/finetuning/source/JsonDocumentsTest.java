package dev.finetuning.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What RFC 8259 allows and forbids, as one value of an object among good records. */
class JsonDocumentsTest {
    private static final String GOOD = "{\"v\":0}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "[[]]",
                "[null]",
                "[1]",
                "[ 1 ]",
                "[null, 1, \"1\", {}]",
                "[\"\"]",
                "[\"a\"]",
                "true",
                "false",
                "null",
                "-0",
                "-0.0",
                "0",
                "0e1",
                "0e+1",
                "1E22",
                "1E-2",
                "1E+2",
                "123e45",
                "123.456e78",
                "-123",
                "-1",
                "20e1",
                "123123123123123123123123123123",
                "0.1",
                "1.7976931348623157E308",
                "4.9E-324",
                "1e-400",
                "-0.000000000000000000000000000000000000000000000000000000000000000000000000000001",
                "\"\\u0060\\u012a\\u12AB\"",
                "\"\\uD801\\udc37\"",
                "\"\\ud83d\\ude39\\ud83d\\udc8d\"",
                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                "\"\\\\u0000\"",
                "\"\\\\n\"",
                "\"\\u0012\"",
                "\"\\uFFFF\"",
                "\"\uffff\"",
                "\"a/*b*/c/*d//e\"",
                "\"\u0080\"",
                "\"\u2028\u2029\"",
                "\"\\u0000\"",
                "\"\\u2064\"",
                "\"\u007f\"",
                "\"\ud83d\ude00\"",
                "\"\udbff\udfff\"",
                "\"\\u005C\"",
                "\"\u20ac\ud834\udd1e\"",
                "\"aa\u007faa\"",
                "{\"\":0}",
                "{\"a\\u0000b\":0}",
                "{\"min\": -1.0e+28, \"max\": 1.0e+28}",
                "{\"a\":[]}",
                "\" \"",
                "{\"title\":\"\\u041f\\u043e\"}",
                "[1,null,null,null,2]",
                "[2] ",
                "[[[[[[[[[[[[]]]]]]]]]]]]"
            })
    void read_validValue_isAccepted(String value) {
        assertThat(rejectedLines(("{\"v\":" + value + "}").getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[1 true]",
                "[\"\": 1]",
                "[1,,2]",
                "[,1]",
                "[1,]",
                "[1,,]",
                "[,]",
                "[,\"\"]",
                "[\"\",]",
                "[\"x\"",
                "[1",
                "[",
                "]",
                "[x",
                "[\"x\"]]",
                "[3[4]]",
                "[*]",
                "[-]",
                "[- 1]",
                "[fals]",
                "[nul]",
                "[tru]",
                "nan",
                "NaN",
                "-NaN",
                "Infinity",
                "-Infinity",
                "+1",
                "++1",
                "+Inf",
                "-01",
                "-1.0.",
                "-2.",
                ".-1",
                ".2e-3",
                "0.1.2",
                "0.3e",
                "0.3e+",
                "0.e1",
                "0E",
                "0e+",
                "1.0e",
                "1.0e-",
                "1.0e+",
                "1 000",
                "1eE2",
                "2.e3",
                "2.e+3",
                "9.e+",
                "0x42",
                "0x1",
                "1+2",
                "-foo",
                "-.123",
                "1ea",
                "012",
                "-012",
                "1.8011670033376514H-308",
                "True",
                "TRUE",
                "'a'",
                "\"\\ud800\"",
                "\"\\udc00\"",
                "\"\\ud800\\n\"",
                "\"\\ud800\\ud800\"",
                "\"\\u00A\"",
                "\"\\u\"",
                "\"\\uD834\\uDd\"",
                "\"\\x00\"",
                "\"\\a\"",
                "\"\\u{1}\"",
                "\"\\0\"",
                "\"\\\"",
                "\"\\",
                "\"",
                "\"a",
                "a\"",
                "\"\t\"",
                "\"\u0000\"",
                "\"\u001f\"",
                "{\"a\":\"a\" 123}",
                "{\"x\", null}",
                "{\"x\"::\"b\"}",
                "{\"a\"b}",
                "{:\"b\"}",
                "{\"a\" b}",
                "{1:1}",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"id\":0,}",
                "{\"id\":0,,}",
                "{'a':0}",
                "{a:1}",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1 \"b\":2}",
                "{\"a\":\"b\"}#",
                "{\"a\":/*c*/1}",
                "1 // c",
                "1;",
                "1 2",
                "\u2060",
                "\u00e5",
                "\u00a01",
                "<null>",
                "<!-- -->",
                "1e400",
                "-1e999999",
                "1]",
                "1}",
                "1e99999999999"
            })
    void read_invalidValue_isNamedByItsLine(String value) {
        assertThat(rejectedLines(("{\"v\":" + value + "}").getBytes(StandardCharsets.UTF_8)))
                .containsExactly(2L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff", "fe", "80", "c0af", "e080af", "c1bf", "e09fbf", "f08080af", "f48fbfbf00c3", "f4908080",
                        "f5808080",
                "eda080", "edbfbf", "eda081edb080", "e5", "81", "c3", "e282", "f09f98", "fcd8", "fffe", "e9"
            })
    void read_invalidUtf8_isNamedByItsLine(String hex) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes("{\"v\":\"".getBytes(StandardCharsets.UTF_8));
        line.writeBytes(HexFormat.of().parseHex(hex));
        line.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(rejectedLines(line.toByteArray())).containsExactly(2L);
    }

    /** As a line, and as an element of an array, each with a good record on the line before and after. */
    private static List<Long> rejectedLines(byte[] record) {
        List<Long> lines = rejected(JsonLines.of("lines", bytes(GOOD + "\n", record, "\n" + GOOD)), 3);
        List<Long> elements = rejected(JsonArray.of("array", bytes("[" + GOOD + ",\n", record, ",\n" + GOOD + "]")), 0);
        assertThat(elements.isEmpty()).as("the array says the same").isEqualTo(lines.isEmpty());
        assertThat(elements).allMatch(line -> line >= 2);
        return lines;
    }

    private static byte[] bytes(String before, byte[] record, String after) {
        byte[] head = before.getBytes(StandardCharsets.UTF_8);
        byte[] tail = after.getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(head, head.length + record.length + tail.length);
        System.arraycopy(record, 0, all, head.length, record.length);
        System.arraycopy(tail, 0, all, head.length + record.length, tail.length);
        return all;
    }

    private static List<Long> rejected(RecordSource source, int records) {
        List<Long> lines = new ArrayList<>();
        int[] read = new int[1];
        source.forEach(
                record -> read[0]++, rejected -> lines.add(rejected.origin().line()));
        if (records > 0) {
            assertThat(read[0] + lines.size()).isEqualTo(records);
        }
        return lines;
    }
}
