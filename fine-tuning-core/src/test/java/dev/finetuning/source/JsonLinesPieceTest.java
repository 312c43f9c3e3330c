package dev.finetuning.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonLinesPieceTest {
    private static final String TEXT = "\uFEFF{\"a\":1}\r\n\n   \n{\"a\":2}\nnot json\n\uFEFF{\"a\":3}\n[\n"
            + "{\"a\":\"" + "x".repeat(300) + "\"}\n{\"a\":4}";

    private static final ReadLimits LIMITS = ReadLimits.DEFAULT.withMaxRecordBytes(200);

    private static List<String> seen(Records records) {
        List<String> seen = new ArrayList<>();
        while (records.hasNext()) {
            ReadResult result = records.next();
            seen.add(
                    result instanceof SourceRecord record
                            ? record.flaw()
                                    .map(Object::toString)
                                    .orElseGet(() -> record.origin() + "" + record.fields())
                            : result.toString());
        }
        return seen;
    }

    @Test
    void pieces_cutAfterAnyLine_readWhatTheWholeReads() {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        List<String> whole = seen(JsonLines.of("some", bytes).withLimits(LIMITS).open());
        for (int cut = 1; cut < bytes.length; cut++) {
            if (bytes[cut - 1] == '\n') {
                JsonLinesPiece first = piece(new JsonLinesPiece.Start("some", 0, 0), Arrays.copyOf(bytes, cut));
                List<String> both = seen(first);
                JsonLinesPiece.Start start = new JsonLinesPiece.Start("some", first.lines(), first.rows());
                both.addAll(seen(piece(start, Arrays.copyOfRange(bytes, cut, bytes.length))));

                assertThat(both).as("cut at %d", cut).isEqualTo(whole);
            }
        }
    }

    private static JsonLinesPiece piece(JsonLinesPiece.Start start, byte[] bytes) {
        return JsonLinesPiece.of(start, new ByteArrayInputStream(bytes), LIMITS);
    }

    @Test
    void piece_ofBlankLines_isEmpty() {
        JsonLinesPiece piece = piece(new JsonLinesPiece.Start("some", 7, 5), new byte[] {'\n', '\n'});

        assertThat(piece.hasNext()).isFalse();
        assertThat(piece.lines()).isEqualTo(9);
        assertThat(piece.rows()).isEqualTo(5);
    }

    @Test
    void firstPiece_ofParquet_isRefused() {
        assertThatThrownBy(() ->
                        piece(new JsonLinesPiece.Start("some", 0, 0), "PAR1....".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableSourceException.class)
                .hasMessageContaining("Parquet");
    }
}
