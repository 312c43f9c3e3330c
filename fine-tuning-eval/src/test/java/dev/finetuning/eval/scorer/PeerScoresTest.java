package dev.finetuning.eval.scorer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.eval.scorer.overlap.Bleu;
import dev.finetuning.eval.scorer.overlap.ChrF;
import dev.finetuning.eval.scorer.overlap.Rouge;
import dev.finetuning.eval.scorer.overlap.TokenF1;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * 4,000 pairs as the field's Python packages score them: rapidfuzz 3.14.6, rouge-score 0.1.2, sacreBLEU 2.6.0 and
 * SQuAD's script, by {@code peers/generate.py}.
 */
class PeerScoresTest {
    private static final List<JsonNode> PAIRS = pairs();

    static Stream<Arguments> scorers() {
        return Stream.of(
                Arguments.of(2, new Levenshtein()),
                Arguments.of(3, Rouge.ofRuns(1)),
                Arguments.of(4, Rouge.ofRuns(2)),
                Arguments.of(5, Rouge.ofSubsequence()),
                Arguments.of(6, new Bleu()),
                Arguments.of(7, new ChrF()),
                Arguments.of(8, new TokenF1()));
    }

    @ParameterizedTest
    @MethodSource("scorers")
    void score_fourThousandPairs_equalsThePeers(int column, Scorer scorer) {
        assertThat(PAIRS).hasSize(4_000);
        List<String> differing = new ArrayList<>();
        for (JsonNode pair : PAIRS) {
            ScoreInput input =
                    ScoreInput.of(pair.get(0).textValue(), pair.get(1).textValue());
            double value = scorer.score(input).value().orElseThrow();
            if (Math.abs(value - pair.get(column).doubleValue()) > 1e-9) {
                differing.add(value + " but " + pair.get(column) + ": " + pair.get(0) + " | " + pair.get(1));
            }
        }
        assertThat(differing).as("%s", scorer.name()).isEmpty();
    }

    private static List<JsonNode> pairs() {
        ObjectMapper mapper = new ObjectMapper();
        List<JsonNode> pairs = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(
                        Objects.requireNonNull(PeerScoresTest.class.getResourceAsStream("peers/pairs.jsonl.gz"))),
                StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                pairs.add(mapper.readTree(line));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return pairs;
    }
}
