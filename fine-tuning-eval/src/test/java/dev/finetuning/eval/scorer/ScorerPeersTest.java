package dev.finetuning.eval.scorer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.eval.scorer.judge.EmbeddingSimilarity;
import dev.finetuning.eval.scorer.structure.ToolCallMatch;
import dev.finetuning.example.Message;
import dev.finetuning.example.ToolCall;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * At least 3,000 random inputs for each scorer, as the field's Python packages read them: inspect-ai 0.3.285, lm-eval
 * 0.4.13, price-parser 0.5.1, agentevals 0.0.9, ragas 0.4.3, rapidfuzz 3.14.6 and scikit-learn 1.9.1; by {@code
 * peers/scorers.py}, which also says where we differ on purpose.
 */
class ScorerPeersTest {
    private static final int INPUTS = 3_000;
    private static final double EQUAL = 1e-9;
    /** ragas rounds to four decimals. */
    private static final double ROUNDED = 5.1e-5;

    private final Map<String, List<String>> differing = new TreeMap<>();

    @Test
    void choices_equalInspectAndLmEvalOrDifferOnPurpose() {
        forEach("choices", row -> {
            List<String> choices = StreamSupport.stream(row.get(1).spliterator(), false)
                    .map(JsonNode::textValue)
                    .toList();
            Optional<String> ours =
                    new ChoiceExtraction(choices).extract(row.get(2).textValue());
            Optional<String> theirs = Optional.ofNullable(row.get(3).textValue());
            Optional<String> expected = switch (row.get(0).textValue()) {
                case "several", "inside" -> Optional.empty();
                default -> theirs;
            };
            same(row.get(0).textValue(), ours.equals(expected), ours, row);
        });
    }

    @Test
    void numbers_equalPriceParserInspectAndLmEval() {
        NumericDiff equal = new NumericDiff();
        forEach("numbers", row -> {
            String text = row.get(1).textValue();
            String value = row.get(2).textValue();
            Score ours = equal.score(ScoreInput.of(text, value == null ? "0" : plain(value)));
            boolean none = value == null || row.get(0).textValue().equals("loose");
            boolean same = none
                    ? ours.reason().equals("the answer is not a number")
                    : ours.value().orElseThrow() == 1;
            same(row.get(0).textValue(), same, ours, row);
        });
    }

    private static String plain(String number) {
        return new BigDecimal(number).toPlainString();
    }

    @Test
    void calls_equalAgentevalsAndRagas() {
        forEach("calls", row -> {
            ScoreInput input = ScoreInput.of("").withOutput(message(row.get(1))).withExpected(message(row.get(0)));
            Score calls = ToolCallMatch.ofCalls().score(input);
            Score names = ToolCallMatch.ofNames().score(input);
            same("calls", calls.passed() == row.get(2).booleanValue(), calls, row);
            same("names", names.passed() == row.get(3).booleanValue(), names, row);
            if (!row.get(4).isNull()) {
                double off = calls.value().orElseThrow() - row.get(4).doubleValue();
                same("F1", Math.abs(off) <= ROUNDED, calls, row);
            }
        });
    }

    private static Message message(JsonNode calls) {
        List<ToolCall> made = new ArrayList<>();
        calls.forEach(call -> made.add(ToolCall.of(
                "c" + made.size(), call.get(0).textValue(), call.get(1).textValue())));
        return Message.assistant("").withToolCalls(made);
    }

    @Test
    void lenientMatch_equalsRapidfuzzAfterStripAndCasefold() {
        LenientMatch lenient = new LenientMatch();
        forEach("lenient", row -> {
            Score ours = lenient.score(
                    ScoreInput.of(row.get(0).textValue(), row.get(1).textValue()));
            double off = ours.value().orElseThrow() - row.get(2).doubleValue();
            same("similarity", Math.abs(off) <= EQUAL, ours, row);
        });
    }

    /** The score is the cosine where the floor is 0, apart from negative ones. */
    @Test
    void embeddingSimilarity_equalsScikitLearnsCosine() {
        forEach("vectors", row -> {
            EmbeddingSimilarity similarity =
                    new EmbeddingSimilarity(text -> floats(row.get(text.equals("answer") ? 0 : 1)), 0, 0.5);
            Score ours = similarity.score(ScoreInput.of("answer", "expected"));
            if (row.get(2).isNull()) {
                same("no direction", ours.value().isEmpty(), ours, row);
            } else {
                double cosine = row.get(2).doubleValue();
                double off = ours.value().orElseThrow() - Math.min(1, Math.max(0, cosine));
                double raw = ((Number) Objects.requireNonNull(ours.metadata().get("cosine"))).doubleValue();
                same("cosine", Math.abs(off) <= EQUAL && Math.abs(raw - cosine) <= EQUAL, ours, row);
            }
        });
    }

    private static float[] floats(JsonNode array) {
        float[] floats = new float[array.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = array.get(i).floatValue();
        }
        return floats;
    }

    private void same(String what, boolean same, Object ours, JsonNode row) {
        if (!same) {
            differing.computeIfAbsent(what, each -> new ArrayList<>()).add(ours + ": " + row);
        }
    }

    private void forEach(String scorer, Consumer<JsonNode> compare) {
        ObjectMapper mapper = new ObjectMapper();
        int inputs = 0;
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Objects.requireNonNull(
                        ScorerPeersTest.class.getResourceAsStream("peers/" + scorer + ".jsonl.gz"))),
                StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                compare.accept(mapper.readTree(line));
                inputs++;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(inputs).isGreaterThanOrEqualTo(INPUTS);
        assertThat(differing).isEmpty();
    }
}
