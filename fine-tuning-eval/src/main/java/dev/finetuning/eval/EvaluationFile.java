package dev.finetuning.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.finetuning.asking.FailureKind;
import dev.finetuning.asking.internal.StoredFields;
import dev.finetuning.asking.internal.StoredMessages;
import dev.finetuning.chat.Usage;
import dev.finetuning.eval.scorer.Absence;
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
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Stores an evaluation in a file, to compare another one with it later: JSON Lines, first the evaluation,
 * then one line per result, so that version control shows what changed. The file contains the cases and
 * answers.
 */
public final class EvaluationFile {
    private static final String FORMAT = "fine-tuning evaluation 1";

    private EvaluationFile() {}

    /**
     * Writes an evaluation, replacing an existing file.
     *
     * @throws IOException if the file cannot be written
     */
    public static void write(Evaluation evaluation, Path file) throws IOException {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("format", FORMAT);
        head.put("id", evaluation.id());
        head.put("model", evaluation.modelId());
        head.put("host", evaluation.provider());
        head.put("metrics", evaluation.metrics());
        if (!evaluation.judgeUsage().isEmpty()) {
            Map<String, Object> judges = new LinkedHashMap<>();
            evaluation.judgeUsage().forEach((judge, usage) -> judges.put(judge, usage(usage)));
            head.put("judges", judges);
        }
        StringBuilder lines = new StringBuilder(StoredFields.write(head)).append('\n');
        for (CaseResult result : evaluation.results()) {
            lines.append(StoredFields.write(line(result))).append('\n');
        }
        AtomicFile.writeText(file, lines.toString());
    }

    /**
     * Reads a file written by {@link #write}.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it has another form; the message names the line
     */
    public static Evaluation read(Path file) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 1;
            Map<String, Object> head = parse(lines.readLine(), file, number);
            if (!FORMAT.equals(head.get("format"))) {
                throw new IllegalArgumentException(
                        file + " is not an evaluation: its first line does not say " + FORMAT);
            }
            List<CaseResult> results = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                results.add(result(parse(line, file, ++number), file, number));
            }
            return new Evaluation(
                    StoredFields.text(head, "id"),
                    StoredFields.text(head, "model"),
                    StoredFields.text(head, "host"),
                    StoredFields.texts(head, "metrics"),
                    results,
                    judges(head));
        }
    }

    private static Map<String, Object> usage(Usage usage) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("input_tokens", usage.inputTokens());
        fields.put("cached_input_tokens", usage.cachedInputTokens());
        fields.put("output_tokens", usage.outputTokens());
        return fields;
    }

    private static Map<String, Usage> judges(Map<String, Object> head) {
        Map<String, Usage> judges = new LinkedHashMap<>();
        Map<String, Object> stored = StoredFields.object(head, "judges");
        for (String judge : stored.keySet()) {
            Map<String, Object> usage = StoredFields.object(stored, judge);
            judges.put(
                    judge,
                    new Usage(
                            StoredFields.number(usage, "input_tokens"),
                            StoredFields.number(usage, "cached_input_tokens"),
                            StoredFields.number(usage, "output_tokens")));
        }
        return judges;
    }

    private static Map<String, Object> line(CaseResult result) {
        TestCase testCase = result.testCase();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("case", testCase.id());
        line.put("repeat", result.repeat());
        line.put("input", StoredMessages.messages(testCase.input()));
        line.put("tools", testCase.tools().stream().map(StoredMessages::tool).toList());
        testCase.expected().ifPresent(expected -> line.put("expected", StoredMessages.message(expected)));
        line.put("reference", testCase.reference());
        line.put("metadata", testCase.metadata());
        result.reply().ifPresent(reply -> line.put("reply", StoredFields.reply(reply)));
        result.error().ifPresent(error -> {
            line.put("error", error.kind().storedName());
            line.put("message", error.message());
        });
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
        score.absence().ifPresent(absence -> fields.put("absence", absence.storedName()));
        return fields;
    }

    private static CaseResult result(Map<String, Object> line, Path file, int number) {
        try {
            Map<String, String> metadata = new LinkedHashMap<>();
            StoredFields.object(line, "metadata").forEach((key, value) -> metadata.put(key, String.valueOf(value)));
            Map<String, Object> expected = StoredFields.object(line, "expected");
            TestCase testCase = new TestCase(
                    StoredFields.text(line, "case"),
                    StoredMessages.toMessages(line.get("input")),
                    StoredFields.objects(line.get("tools")).stream()
                            .map(StoredMessages::toTool)
                            .toList(),
                    expected.isEmpty() ? Optional.empty() : Optional.of(StoredMessages.toMessage(expected)),
                    StoredFields.object(line, "reference"),
                    metadata);
            Map<String, Score> scores = new LinkedHashMap<>();
            StoredFields.objects(line.get("scores"))
                    .forEach(each -> scores.put(StoredFields.text(each, "name"), score(each)));
            Map<String, Object> reply = StoredFields.object(line, "reply");
            Optional<CaseError> error = line.get("error") instanceof String kind
                    ? Optional.of(new CaseError(kind(kind), StoredFields.text(line, "message")))
                    : Optional.empty();
            return new CaseResult(
                    testCase,
                    (int) StoredFields.number(line, "repeat"),
                    reply.isEmpty() ? Optional.empty() : Optional.of(StoredFields.reply(reply)),
                    error,
                    scores,
                    Boolean.TRUE.equals(line.get("cached")));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    file + ", line " + number + " is not a result of an evaluation: " + e.getMessage(), e);
        }
    }

    private static FailureKind kind(String storedName) {
        return FailureKind.ofStoredName(storedName)
                .orElseThrow(() -> new IllegalArgumentException("no kind of error is named " + storedName));
    }

    private static Score score(Map<String, Object> fields) {
        OptionalDouble value = fields.get("value") instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
        return new Score(
                StoredFields.text(fields, "name"),
                value,
                Boolean.TRUE.equals(fields.get("passed")),
                StoredFields.text(fields, "reason"),
                StoredFields.object(fields, "metadata"),
                value.isPresent() ? Optional.empty() : Optional.of(absence(fields)));
    }

    private static Absence absence(Map<String, Object> fields) {
        return StoredFields.optionalText(fields, "absence")
                .flatMap(Absence::ofStoredName)
                .orElse(Absence.NOTHING_TO_JUDGE);
    }

    private static Map<String, Object> parse(@Nullable String line, Path file, int number) {
        try {
            return StoredFields.read(line == null ? "{}" : line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + ", line " + number + " is not JSON");
        }
    }
}
