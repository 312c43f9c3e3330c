package dev.finetuning.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadInputTest {
    private static final String GOOD = "{\"text\": \"fine\"}";

    @TempDir
    Path folder;

    @Test
    void open_missingFileOrDirectory_namesIt() {
        assertUnreadable(JsonLines.of(folder.resolve("none.jsonl")), "missing_file");
        assertUnreadable(JsonLines.of(folder), "directory");
        assertUnreadable(Csv.of(folder), "directory");
    }

    @Test
    void open_nothingInside_isTypedForEverySource() throws IOException {
        for (byte[] content : List.of(new byte[0], new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF})) {
            Path file = file("empty", content);
            assertUnreadable(JsonLines.of(file), "empty_source");
            assertUnreadable(JsonArray.of(file), "empty_source");
            assertUnreadable(Csv.of(file), "empty_source");
        }
        assertUnreadable(JsonLines.ofText("\n  \n"), "empty_source");
        assertUnreadable(JsonArray.ofText(" [ ] "), "empty_source");
        assertUnreadable(Csv.ofText("a,b\n"), "empty_source");
    }

    @Test
    void open_otherFormats_areNamed() throws IOException {
        assertUnreadable(JsonLines.ofText("\n[" + GOOD + "]"), "wrong_format");
        assertUnreadable(JsonArray.ofText(GOOD), "wrong_format");
        assertUnreadable(JsonLines.of(file("utf16", GOOD.getBytes(StandardCharsets.UTF_16))), "wrong_encoding");
        assertUnreadable(JsonLines.of(file("utf16le", GOOD.getBytes(StandardCharsets.UTF_16LE))), "wrong_encoding");
        assertUnreadable(Csv.of(file("zip", new byte[] {'P', 'K', 3, 4, 0})), "wrong_format");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"a": 1, "a": 2}              | duplicate_key
            {"a": {"b": 1, "c": 2, "b":3}}| duplicate_key
            {} {"x": 1}                   | trailing_data
            {"a": 1e999999}               | number_out_of_range
            {"a": "\\ud800"}              | lone_surrogate
            {"a": "\\udc00\\ud800"}       | lone_surrogate
            {"a": NaN}                    | invalid_json
            {"a": 01}                     | invalid_json
            {"a": 1,}                     | invalid_json
            {'a': 1}                      | invalid_json
            // comment                    | invalid_json
            {"a": "tab\there"}            | invalid_json
            {"a": 1                       | invalid_json
            42                            | data_type
            [1]                           | data_type
            null                          | data_type
            """)
    void read_badLine_isRejectedAndTheNextOneRead(String line, String code) {
        Seen seen = read(JsonLines.ofText(GOOD + "\n" + line.replace("\\t", "\t") + "\n" + GOOD));
        assertThat(seen.records).hasSize(2);
        assertThat(seen.rejected).singleElement().satisfies(rejection -> {
            assertThat(rejection.code()).isEqualTo(code);
            assertThat(rejection.origin().line()).isEqualTo(2);
        });
    }

    @Test
    void read_badBytes_areRejectedByLine() throws IOException {
        byte[][] bad = {
            "{\"a\": \"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1),
            {'"', (byte) 0xC0, (byte) 0x80, '"'},
            {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'},
            {'"', (byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '"'},
        };
        for (byte[] line : bad) {
            Path file = folder.resolve("bad.jsonl");
            try (OutputStream out = Files.newOutputStream(file)) {
                out.write((GOOD + "\r\n").getBytes(StandardCharsets.UTF_8));
                out.write(line);
                out.write(("\n" + GOOD).getBytes(StandardCharsets.UTF_8));
            }
            Seen seen = read(JsonLines.of(file));
            assertThat(seen.records).hasSize(2);
            assertThat(seen.rejected)
                    .singleElement()
                    .matches(r -> r.code().equals("invalid_utf8") && r.origin().line() == 2);
        }
    }

    @Test
    void read_lineOf20MB_isRejectedByLine() {
        String giant = "{\"a\": \"" + "x".repeat(20_000_000) + "\"}";
        Seen seen = read(JsonLines.ofText(GOOD + "\n" + giant + "\n" + GOOD));
        assertThat(seen.records).hasSize(2);
        assertThat(seen.records.get(1).origin().line()).isEqualTo(3);
        assertThat(seen.codes()).containsExactly("record_too_long");

        Seen array = read(JsonArray.ofText("[" + GOOD + ",\n" + giant + ",\n" + GOOD + "]"));
        assertThat(array.records).hasSize(2);
        assertThat(array.codes()).containsExactly("record_too_long");

        Seen csv = read(Csv.ofText("a\n1\n" + "x".repeat(20_000_000) + "\n2\n"));
        assertThat(csv.codes()).containsExactly("record_too_long");
        assertThat(csv.records).extracting(r -> r.fields().get("a")).containsExactly("1", "2");
    }

    @Test
    void read_deepNesting_isRejected() {
        String deep = "{\"a\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThat(read(JsonLines.ofText(GOOD + "\n" + deep)).codes()).containsExactly("limit_exceeded");
        assertThat(read(JsonArray.ofText("[" + GOOD + "," + deep + "]")).codes())
                .containsExactly("limit_exceeded");
    }

    @Test
    void read_unusualLineEnds_areContent() {
        Seen seen = read(JsonLines.ofText("{\"a\": \"x\u2028y\u0085z\"}\r\n{\"a\": \"\u2028\"}"));
        assertThat(seen.records).extracting(r -> r.fields().get("a")).containsExactly("x\u2028y\u0085z", "\u2028");
    }

    @Test
    void read_byteOrderMark_isTakenOffAtTheStartOfEachJoinedFile() throws IOException {
        Path file = file("bom", ("\uFEFF" + GOOD + "\n\uFEFF" + GOOD).getBytes(StandardCharsets.UTF_8));
        Seen seen = read(JsonLines.of(file));
        assertThat(seen.records).hasSize(2);
        assertThat(read(JsonLines.ofText(GOOD + "\n\uFEFF\uFEFF" + GOOD)).codes())
                .containsExactly("invalid_json");
        assertThat(Csv.of(file("csv", "\uFEFFtext,b\n1,2".getBytes(StandardCharsets.UTF_8)))
                        .columns())
                .containsExactly("text", "b");
    }

    @Test
    void read_brokenElement_doesNotSwallowTheNext() {
        String[] broken = {"{\"a\": [1}", "{\"a\": \"open\n}", "{\"a\": tru}", "}", "{\"a\": \"\\ud800\"}"};
        for (String element : broken) {
            Seen seen = read(JsonArray.ofText("[" + GOOD + ",\n" + element + ",\n" + GOOD + "]"));
            assertThat(seen.records).as(element).hasSize(2);
            assertThat(seen.rejected).as(element).hasSize(1);
            assertThat(seen.rejected.get(0).origin().line()).as(element).isEqualTo(2);
        }
    }

    @Test
    void read_brokenArray_isAFinding() {
        assertThat(read(JsonArray.ofText("[" + GOOD + "," + GOOD)).codes()).containsExactly("invalid_json");
        assertThat(read(JsonArray.ofText("[" + GOOD + " " + GOOD + "]")).codes())
                .containsExactly("invalid_json");
        assertThat(read(JsonArray.ofText("[" + GOOD + ",,\n" + GOOD + "]")).codes())
                .containsExactly("invalid_json");
        assertThat(read(JsonArray.ofText("[" + GOOD + ",]")).codes()).containsExactly("invalid_json");
        assertThat(read(JsonArray.ofText("[" + GOOD + "] x")).codes()).containsExactly("trailing_data");
        assertThat(read(JsonArray.ofText("[" + GOOD + ",{\"a\": [")).rejected).hasSize(2);
    }

    @Test
    void csv_oddRows_areRejectedByLine() throws IOException {
        Seen seen = read(
                Csv.ofText("a,b\r\n1,2\r\n3\r\n\r\n\"x\ny\",4\r\n5,6,7\r\n8,\"9\"z\r\n10,11\r\n12,\"open\r\n13,14"));
        assertThat(seen.records).extracting(r -> r.origin().line()).containsExactly(2L, 5L, 9L, 11L);
        assertThat(seen.records.get(1).fields()).containsEntry("a", "x\ny");
        assertThat(seen.rejected).extracting(r -> r.origin().line()).containsExactly(3L, 7L, 8L, 10L);
        assertThat(seen.codes()).containsExactly("csv_cell_count", "csv_cell_count", "csv_quotes", "csv_quotes");

        byte[] latin = "a,b\n1,caf\u00e9\n2,ok\ud83d\ude00\n".getBytes(StandardCharsets.UTF_8);
        byte[] mixed = new String(latin, StandardCharsets.UTF_8)
                .replace("\u00e9", "\u0001")
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = mixed[i] == 1 ? (byte) 0xE9 : mixed[i];
        }
        Seen bytes = read(Csv.of(file("latin.csv", mixed)));
        assertThat(bytes.records).extracting(r -> r.fields().get("b")).containsExactly("ok\ud83d\ude00");
        assertThat(bytes.rejected)
                .singleElement()
                .matches(r -> r.pointer().equals("b") && r.origin().line() == 2);
    }

    @Test
    void csv_delimiters_areDetectedFromTheHeader() {
        assertThat(Csv.ofText("a;b\n1,5;2").columns()).containsExactly("a", "b");
        assertThat(Csv.ofText("a\tb\n1\t2").columns()).containsExactly("a", "b");
        assertThat(Csv.ofText("\"a;x\",b\n1,2").columns()).containsExactly("a;x", "b");
        assertThat(Csv.ofText("a;b\n1;2").withDelimiter(',').columns()).containsExactly("a;b");
        assertUnreadable(Csv.ofText("a,b,a\n1,2,3"), "duplicate_column");
    }

    @Test
    void gzip_isRefusedUnlessAllowedAndBounded() throws IOException {
        Path file = folder.resolve("zeros.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((GOOD + "\n").getBytes(StandardCharsets.UTF_8));
            out.write(new byte[16 << 20]);
        }
        assertUnreadable(JsonLines.of(file), "compressed");
        JsonLines bomb = JsonLines.of(file).withLimits(ReadLimits.DEFAULT.withGzip(1L << 30));
        assertThatThrownBy(() -> read(bomb))
                .isInstanceOfSatisfying(
                        UnreadableSourceException.class,
                        e -> assertThat(e.code()).isEqualTo("inflates_too_far"));

        Path fair = folder.resolve("fair.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(fair))) {
            out.write(("\uFEFF" + GOOD + "\n" + GOOD).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(read(JsonLines.of(fair).withLimits(ReadLimits.DEFAULT.withGzip(1000))).records)
                .hasSize(2);
    }

    @Test
    void messages_neverRepeatContent() {
        Seen seen = read(JsonLines.ofText("{\"a\": canary}\n{\"canary\": 1, \"canary\": 2}\ncanary\n"));
        assertThat(seen.rejected).hasSize(3);
        assertThat(seen.rejected).noneMatch(rejection -> rejection.toString().contains("canary"));
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static void assertUnreadable(RecordSource source, String code) {
        assertThatThrownBy(() -> read(source)).isInstanceOfSatisfying(UnreadableSourceException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e).hasMessageContaining(source.name());
        });
    }

    private static Seen read(RecordSource source) {
        Seen seen = new Seen(new ArrayList<>(), new ArrayList<>());
        source.forEach(seen.records::add, seen.rejected::add);
        return seen;
    }

    private record Seen(List<SourceRecord> records, List<RejectedRecord> rejected) {
        List<String> codes() {
            return rejected.stream().map(RejectedRecord::code).toList();
        }
    }
}
