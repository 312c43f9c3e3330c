package dev.finetuning.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.local.LocalSettings;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.quality.Check;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.Severity;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.source.JsonLines;
import dev.finetuning.source.UnreadableSourceException;
import dev.finetuning.testing.JobScript;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.testing.ScriptedTrainingPipeline;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingPipeline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose data is read where it is, each time it is needed. */
class StreamedRunTest {
    private static final String ROW =
            "{\"messages\":[{\"role\":\"user\",\"content\":\"q%d\"},{\"role\":\"assistant\",\"content\":\"a\"}]}\n";

    @TempDir
    Path folder;

    private final ManualTime time = ManualTime.create();
    private final ScriptedTrainingPipeline pipeline =
            ScriptedTrainingPipeline.of(time, JobScript.succeeding(), ScriptedChatModel.echo("tuned"));

    private FineTuningRuns runs(TrainingPipeline provider) {
        Journal journal = new InMemoryJournal();
        return FineTuningRuns.builder(journal, folder.resolve("runs"), provider, JournaledModelRegistry.open(journal))
                .clock(time)
                .sleeper(time)
                .build();
    }

    /** Data made anew for each iteration. */
    private static TrainingData data(int count, IntFunction<Example> maker) {
        return TrainingData.of(
                "made", () -> IntStream.range(0, count).mapToObj(maker).iterator());
    }

    private static Example example(int number) {
        return number % 10 == 3
                ? ChatExample.of(Message.user("nobody answers " + number))
                : ChatExample.of(Message.user("question " + number), Message.assistant("answer"));
    }

    @Test
    void start_stream_trainsOnWhatAListWouldHave() throws Exception {
        List<Example> all = new ArrayList<>();
        data(100, StreamedRunTest::example).forEach(all::add);
        FineTuningRuns runs = runs(pipeline);

        FineTuningRun streamed =
                runs.await(runs.start(RunPlan.builder("support", "base", data(100, StreamedRunTest::example))
                        .validation(data(20, StreamedRunTest::example))
                        .checks(Checks.standard())
                        .build()));
        FineTuningRun listed = runs.await(runs.start(RunPlan.builder("support", "base", all)
                .validation(all.subList(0, 20))
                .checks(Checks.standard())
                .build()));

        assertThat(streamed.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(streamed.checks().orElseThrow().leftOut()).isEqualTo(12);
        assertThat(streamed.checks()).isEqualTo(listed.checks());
        String fingerprint = runs.model(streamed.id())
                .version()
                .orElseThrow()
                .lineage()
                .datasetFingerprint()
                .orElseThrow();
        assertThat(fingerprint)
                .isEqualTo(Fingerprint.of(all.stream()
                                .filter(example -> example.messages().size() > 1)
                                .toList())
                        .hex());
        assertThat(runs.model(listed.id()).version().orElseThrow().lineage().datasetFingerprint())
                .hasValue(fingerprint);
    }

    @Test
    void start_errorFoundAtTheEnd_leavesItsExampleOut() {
        Check last = findings -> new Check.Inspection() {
            private final List<Example> seen = new ArrayList<>();

            @Override
            public void look(Example example) {
                seen.add(example);
            }

            @Override
            public void end() {
                seen.stream()
                        .skip(4)
                        .limit(1)
                        .map(fifth -> fifth.info().provenance().origin())
                        .forEach(origin ->
                                findings.accept(Finding.of("odd", Severity.ERROR, origin, "It is odd.", "Drop it.")));
            }
        };
        FineTuningRuns runs = runs(pipeline);

        String id = runs.start(RunPlan.builder("support", "base", data(30, i -> example(10 * i)))
                .checks(Checks.none().with(last))
                .build());

        assertThat(runs.run(id).checks().orElseThrow().leftOut()).isOne();
    }

    @Test
    void start_sourceOfAFile_readsItAndNamesTheRecordThatIsNone() throws IOException {
        Path file = folder.resolve("train.jsonl");
        StringBuilder rows = new StringBuilder();
        IntStream.range(0, 12).forEach(i -> rows.append(ROW.formatted(i)));
        Files.writeString(file, rows);
        TrainingData data = TrainingData.of("support", JsonLines.of(file), ChatMessages.format());
        FineTuningRuns runs = runs(pipeline);

        runs.start(RunPlan.builder("support", "base", data).build());
        Files.writeString(file, rows + "{\"other\": 1}\n");

        assertThatThrownBy(() ->
                        runs.start(RunPlan.builder("support", "base", data).build()))
                .isInstanceOf(UnreadableSourceException.class)
                .hasMessageContaining("line 13");
        assertThat(runs.runs(RunQuery.ALL)).hasSize(1);
    }

    @Test
    void await_dataThatTheProviderRefuses_failsAtOnceAndSaysWhy() throws Exception {
        try (LocalTrainingPipeline small = new LocalTrainingPipeline(
                LocalSettings.builder(folder.resolve("local")).maxFileBytes(500).build())) {
            FineTuningRuns runs = runs(small);

            FineTuningRun run = runs.await(runs.start(RunPlan.builder("support", "local", data(100, i -> example(0)))
                    .build()));

            assertThat(run.status()).isEqualTo(RunStatus.FAILED);
            assertThat(run.note())
                    .hasValueSatisfying(why -> assertThat(why)
                            .contains("more than 500 bytes", "LocalSettings.maxFileBytes", "nothing was spent"));
            assertThat(small.files().list()).isEmpty();
        }
    }

    @Test
    void start_hundredMegabytes_fitIntoFortyOfHeap() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx40m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Large.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("left out 100 of 1000");
    }

    /** Starts a run on 1,000 examples of 100 kB and lets it upload them. */
    static final class Large {
        private Large() {}

        public static void main(String[] arguments) {
            Path folder = Path.of(arguments[0]);
            Journal journal = new InMemoryJournal();
            String text = "x".repeat(100_000);
            TrainingData data = data(1_000, i -> {
                Message user = Message.user(i + text);
                return i % 10 == 3 ? ChatExample.of(user) : ChatExample.of(user, Message.assistant("answer"));
            });
            LocalSettings settings = LocalSettings.builder(folder.resolve("local"))
                    .maxFileBytes(1L << 30)
                    .executor(job -> {
                        // it is not trained
                    })
                    .build();
            try (LocalTrainingPipeline pipeline = new LocalTrainingPipeline(settings)) {
                FineTuningRuns runs = FineTuningRuns.builder(
                                journal, folder.resolve("runs"), pipeline, JournaledModelRegistry.open(journal))
                        .build();
                String id = runs.start(RunPlan.builder("support", "local", data)
                        .checks(Checks.thorough().independent())
                        .build());
                FineTuningRun run = runs.advance(id);
                if (run.stage() == RunStage.SUBMIT) {
                    DataChecks checks = run.checks().orElseThrow();
                    System.out.println("left out " + checks.leftOut() + " of " + checks.examples());
                }
            }
        }
    }
}
