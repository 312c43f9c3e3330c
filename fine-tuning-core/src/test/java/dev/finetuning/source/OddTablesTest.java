package dev.finetuning.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables that are good however odd, and tables of which single rows are not. */
class OddTablesTest {
    static Stream<Arguments> good() {
        return Stream.of(
                Arguments.of("plain", "a,b,c\n1,2,3\n", List.of(List.of("1", "2", "3"))),
                Arguments.of("no line end at the end", "a,b\n1,2", List.of(List.of("1", "2"))),
                Arguments.of("CRLF", "a,b\r\n1,2\r\n3,4\r\n", List.of(List.of("1", "2"), List.of("3", "4"))),
                Arguments.of("mixed line ends", "a,b\r\n1,2\n3,4\r\n", List.of(List.of("1", "2"), List.of("3", "4"))),
                Arguments.of(
                        "commas in quotes", "first,last\nJohn,\"Doe, Jr.\"\n", List.of(List.of("John", "Doe, Jr."))),
                Arguments.of(
                        "empty cells",
                        "a,b,c\n1,\"\",\"\"\n2,,4\n,,\n",
                        List.of(List.of("1", "", ""), List.of("2", "", "4"), List.of("", "", ""))),
                Arguments.of("doubled quotes", "a,b\n1,\"ha \"\"ha\"\" ha\"\n", List.of(List.of("1", "ha \"ha\" ha"))),
                Arguments.of(
                        "JSON in a cell",
                        "key,val\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"at\"\": [102.0, 0.5]}\"\n",
                        List.of(List.of("1", "{\"type\": \"Point\", \"at\": [102.0, 0.5]}"))),
                Arguments.of(
                        "coordinates",
                        "place,where\nDublin,\"37\u00b036'37.8\"\"N 121\u00b02'17.9\"\"W\"\n",
                        List.of(List.of("Dublin", "37\u00b036'37.8\"N 121\u00b02'17.9\"W"))),
                Arguments.of(
                        "line ends in quotes",
                        "a,b\n\"once upon\na time\",5\n\"x\r\ny\",6\n",
                        List.of(List.of("once upon\na time", "5"), List.of("x\r\ny", "6"))),
                Arguments.of(
                        "quotes and line ends",
                        "a,b\n1,\"ha\n\"\"ha\"\"\nha\"\n3,4\n",
                        List.of(List.of("1", "ha\n\"ha\"\nha"), List.of("3", "4"))),
                Arguments.of("quotes within bare cells", "a,b\n5\" pipe,x\n", List.of(List.of("5\" pipe", "x"))),
                Arguments.of(
                        "other scripts",
                        "a,b\n\u02a4,\u65e5\u672c\n\ud83d\ude00,\u05e9\n",
                        List.of(List.of("\u02a4", "\u65e5\u672c"), List.of("\ud83d\ude00", "\u05e9"))),
                Arguments.of("one column", "text\nhello\nworld\n", List.of(List.of("hello"), List.of("world"))),
                Arguments.of("tabs", "a\tb\n1,5\t2\n", List.of(List.of("1,5", "2"))),
                Arguments.of("bars", "a|b\n1|\"2|3\"\n", List.of(List.of("1", "2|3"))),
                Arguments.of("line ends in the header", "\"a\nb\",c\n1,2\n", List.of(List.of("1", "2"))),
                Arguments.of("spaces kept", "a,b\n x , y\n", List.of(List.of(" x ", " y"))),
                Arguments.of("formulas are text", "a,b\n=1+1,@x\n", List.of(List.of("=1+1", "@x"))),
                Arguments.of(
                        "blank lines between", "a,b\n\n1,2\n\n\n3,4\n", List.of(List.of("1", "2"), List.of("3", "4"))),
                Arguments.of(
                        "a spreadsheet's separator line", "sep=;\r\na;b\r\n1,5;2\r\n", List.of(List.of("1,5", "2"))),
                Arguments.of("a quoted separator line", "\"SEP=,\"\na,b\n1;5,2\n", List.of(List.of("1;5", "2"))),
                Arguments.of("blank lines before", "\n \na,b\n1,2\n", List.of(List.of("1", "2"))),
                Arguments.of("a NUL in a cell", "a,b\n\u0000,2\n", List.of(List.of("\u0000", "2"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("good")
    void read_goodTable_givesEveryCell(String name, String text, List<List<String>> cells) {
        for (Csv csv : List.of(
                Csv.ofText(text),
                Csv.of("bytes", text.getBytes(StandardCharsets.UTF_8)),
                Csv.of("bytes", ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8)))) {
            List<Object> rows = new ArrayList<>();
            csv.forEach(
                    record -> rows.add(List.copyOf(record.fields().values())),
                    rejected -> rows.add(rejected.toString()));
            assertThat(rows).isEqualTo(cells);
        }
    }

    @Test
    void read_oneBadRow_isNamedByItsLine() {
        for (String bad : List.of("1,2,3", "1", "\"1\"x,2", "1,\"2\"3")) {
            List<RejectedRecord> rejected = new ArrayList<>();
            List<SourceRecord> records = new ArrayList<>();
            Csv.ofText("a,b\nx,y\n" + bad + "\nz,w\n").forEach(records::add, rejected::add);
            assertThat(records).as(bad).hasSize(2);
            assertThat(rejected).as(bad).extracting(r -> r.origin().line()).containsExactly(3L);
        }
    }

    /** Counting the quotes anew for each line of a header that never ends would take hours. */
    @Test
    @Timeout(20)
    void read_headerThatNeverEnds_isRefusedSoon() {
        assertThatThrownBy(() -> Csv.ofText("\"" + "a\n".repeat(2_000_000)).columns())
                .isInstanceOf(UnreadableSourceException.class);
    }

    @Test
    void read_oldMacLineEnds_saysSo() {
        assertThatThrownBy(() -> Csv.ofText("a,b\r1,2\r3,4\r").columns())
                .isInstanceOfSatisfying(
                        UnreadableSourceException.class,
                        e -> assertThat(e.code()).isEqualTo("bare_carriage_returns"));
    }
}
