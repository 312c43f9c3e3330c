package dev.finetuning.format.writing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.RejectLimit;
import dev.finetuning.example.Example;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.CompatibilityMatrix;
import dev.finetuning.source.UnreadableSourceException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The case files as every target writes them, and what the consumers made of that: {@code judged-cases.jsonl} holds,
 * for each case and target, how many rows were written, the name of the file, which is its content's hash, and how many rows
 * the consumer of which version took. Whoever changes what is written lets it be judged again: {@code
 * .ci/consumers/judge}.
 */
class JudgedCasesTest {
    private static final String EXPORT = "judged.export";

    private static final Map<String, Target> TARGETS = Stream.of(
                    Stream.of(Target.MISTRAL, Target.TOGETHER, Target.TRL, Target.axolotl("a/model")),
                    Stream.of(Target.LLAMA_FACTORY, Target.TRL_PREFERENCE, Target.LLAMA_FACTORY_PREFERENCE),
                    Target.forRatings().stream())
            .flatMap(targets -> targets)
            .collect(Collectors.toMap(Target::name, Function.identity()));

    /** One case at one target; without data where nothing can be written. */
    record Verdict(String file, String target, long rows, String data, long taken, String by) {}

    @TempDir
    Path folder;

    static List<Verdict> verdicts() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<Verdict> verdicts = new ArrayList<>();
        for (String line : Files.readAllLines(resource("judged-cases.jsonl"))) {
            JsonNode json = mapper.readTree(line);
            verdicts.add(new Verdict(
                    json.get("case").asText(),
                    json.get("target").asText(),
                    json.get("rows").asLong(),
                    json.path("data").asText(""),
                    json.path("taken").asLong(),
                    json.path("by").asText("")));
        }
        return verdicts;
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void write_case_isWhatTheMatrixPromisesAndTheConsumerTook(Verdict verdict) throws IOException {
        Target target = Objects.requireNonNull(TARGETS.get(verdict.target()));
        List<Example> examples = read(verdict.file());
        assertThat(CompatibilityMatrix.of(examples, Map.of(target, Checks.none()))
                        .rows()
                        .get(0)
                        .accepted())
                .isEqualTo(verdict.rows());
        assertThat(verdict.taken()).as("taken by " + verdict.by()).isEqualTo(verdict.rows());
        try {
            TargetBundle bundle = TargetBundle.write(target, folder, stem(verdict.file()), examples);
            assertThat(bundle.data().getFileName())
                    .as("what was judged; if another content is meant, run .ci/consumers/judge")
                    .hasToString(verdict.data());
            assertThat(bundle.written()).isEqualTo(verdict.rows());
        } catch (EmptyBundleException e) {
            assertThat(verdict.data()).isEmpty();
            assertThat(e.losses()).hasSameSizeAs(examples);
        }
    }

    @Test
    void everyCase_isJudgedForEveryTarget() throws IOException {
        Set<String> judged = new HashSet<>();
        for (Verdict verdict : verdicts()) {
            assertThat(judged.add(verdict.file() + " for " + verdict.target())).isTrue();
        }
        try (Stream<Path> cases = Files.list(resource("cases"))) {
            for (Path file : cases.toList()) {
                String name = file.getFileName().toString();
                if (!name.equals("pref-scores.jsonl")) { // refused while it is read
                    TARGETS.keySet().forEach(target -> assertThat(judged).contains(name + " for " + target));
                }
            }
        }
    }

    /** For {@code .ci/consumers/judge}, which names the folder: writes each case for each target. */
    @Test
    void export_whereAsked_writesWhatIsToBeJudged() throws IOException {
        String export = System.getProperty(EXPORT, "");
        Path out = export.isEmpty() ? folder : Path.of(export);
        List<String> lines = new ArrayList<>();
        try (Stream<Path> cases = Files.list(resource("cases"))) {
            for (Path file : cases.sorted().toList()) {
                export(file, out, lines);
            }
        }
        Files.write(out.resolve("cases.txt"), lines);
        assertThat(lines).hasSameSizeAs(verdicts());
    }

    private static void export(Path file, Path out, List<String> lines) throws IOException {
        String name = file.getFileName().toString();
        List<Example> examples;
        try {
            examples = read(name);
        } catch (UnreadableSourceException refused) {
            return;
        }
        for (Target target : TARGETS.values()) {
            String data;
            long rows;
            try {
                TargetBundle bundle = TargetBundle.write(target, out.resolve(target.name()), stem(name), examples);
                data = bundle.data().getFileName().toString();
                rows = bundle.written();
            } catch (EmptyBundleException e) {
                data = "";
                rows = 0;
            }
            lines.add(String.join("\t", name, target.name(), Long.toString(rows), data));
        }
    }

    private static List<Example> read(String file) throws IOException {
        return Dataset.builder("case")
                .rejectLimit(RejectLimit.none())
                .add(resource("cases").resolve(file))
                .build()
                .examples();
    }

    private static String stem(String file) {
        return file.substring(0, file.lastIndexOf('.'));
    }

    private static Path resource(String name) throws IOException {
        try {
            return Path.of(Objects.requireNonNull(JudgedCasesTest.class.getResource("/dev/finetuning/format/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException(name, e);
        }
    }
}
