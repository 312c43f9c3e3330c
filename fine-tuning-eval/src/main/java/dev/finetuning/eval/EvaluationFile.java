package dev.finetuning.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.finetuning.eval.scorer.Score;
import dev.finetuning.internal.io.AtomicFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A whole evaluation in a file, to compare another one with later: JSON lines, first the evaluation, then
 * one line for each result, so that version control shows what changed. Holds the cases and answers.
 */
public final class EvaluationFile {
    private static final String FORMAT = "fine-tuning evaluation 1";

    private EvaluationFile() {}

    /**
     * Writes an evaluation, in the place of an older one.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(Evaluation evaluation, Path file) throws IOException {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("format", FORMAT);
        head.put("id", evaluation.id());
        head.put("model", evaluation.modelId());
        head.put("host", evaluation.host());
        head.put("metrics", evaluation.metrics());
        StringBuilder lines = new StringBuilder(Wire.write(head)).append('\n');
        for (CaseResult result : evaluation.results()) {
            lines.append(Wire.write(line(result))).append('\n');
        }
        AtomicFile.writeText(file, lines.toString());
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is no such file; the message names the line
     */
    public static Evaluation read(Path file) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 1;
            Map<String, Object> head = parse(lines.readLine(), file, number);
            if (!FORMAT.equals(head.get("format"))) {
                throw new IllegalArgumentException(file + " is no evaluation: its first line does not say " + FORMAT);
            }
            List<CaseResult> results = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                results.add(result(parse(line, file, ++number), file, number));
            }
            return new Evaluation(
                    Wire.text(head, "id"),
                    Wire.text(head, "model"),
                    Wire.text(head, "host"),
                    Wire.texts(head, "metrics"),
                    results);
        }
    }

    private static Map<String, Object> line(CaseResult result) {
        TestCase testCase = result.testCase();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("case", testCase.id());
        line.put("repeat", result.repeat());
        line.put("input", MessageWire.messages(testCase.input()));
        line.put("tools", testCase.tools().stream().map(MessageWire::tool).toList());
        Wire.putIfPresent(
                line, "expected", testCase.expected() == null ? null : MessageWire.message(testCase.expected()));
        line.put("reference", testCase.reference());
        line.put("metadata", testCase.metadata());
        Wire.putIfPresent(line, "reply", result.reply() == null ? null : Wire.reply(result.reply()));
        if (result.error() != null) {
            line.put("error", result.error().kind().name());
            line.put("message", result.error().message());
        }
        line.put(
                "scores",
                result.scores().values().stream().map(EvaluationFile::score).toList());
        line.put("cached", result.cached());
        return line;
    }

    private static Map<String, Object> score(Score score) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", score.name());
        score.value().ifPresent(value -> fields.put("value", value));
        fields.put("passed", score.passed());
        fields.put("reason", score.reason());
        fields.put("metadata", score.metadata());
        return fields;
    }

    private static CaseResult result(Map<String, Object> line, Path file, int number) {
        try {
            Map<String, String> metadata = new LinkedHashMap<>();
            Wire.object(line, "metadata").forEach((key, value) -> metadata.put(key, String.valueOf(value)));
            Map<String, Object> expected = Wire.object(line, "expected");
            TestCase testCase = new TestCase(
                    Wire.text(line, "case"),
                    MessageWire.toMessages(line.get("input")),
                    Wire.objects(line.get("tools")).stream()
                            .map(MessageWire::toTool)
                            .toList(),
                    expected.isEmpty() ? null : MessageWire.toMessage(expected),
                    Wire.object(line, "reference"),
                    metadata);
            Map<String, Score> scores = new LinkedHashMap<>();
            Wire.objects(line.get("scores")).forEach(each -> scores.put(Wire.text(each, "name"), score(each)));
            Map<String, Object> reply = Wire.object(line, "reply");
            CaseError error = line.get("error") instanceof String kind
                    ? new CaseError(CaseError.Kind.valueOf(kind), Wire.text(line, "message"))
                    : null;
            return new CaseResult(
                    testCase,
                    (int) Wire.number(line, "repeat"),
                    reply.isEmpty() ? null : Wire.reply(reply),
                    error,
                    scores,
                    Boolean.TRUE.equals(line.get("cached")));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ", line " + number + " is no result of an evaluation: " + e.getMessage(), e);
        }
    }

    private static Score score(Map<String, Object> fields) {
        OptionalDouble value = fields.get("value") instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
        return new Score(
                Wire.text(fields, "name"),
                value,
                Boolean.TRUE.equals(fields.get("passed")),
                Wire.text(fields, "reason"),
                Wire.object(fields, "metadata"));
    }

    private static Map<String, Object> parse(@Nullable String line, Path file, int number) {
        try {
            return Wire.read(line == null ? "{}" : line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + ", line " + number + " is not JSON");
        }
    }
}
