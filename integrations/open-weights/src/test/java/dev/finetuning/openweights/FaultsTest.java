package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.secrecy.Canary;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.TrainingEvent;
import dev.finetuning.training.TrainingJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong in a worker, and what its owner hears of it. */
class FaultsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "memory, out_of_memory, batch_size, halve batch_size",
        "nan, loss_not_finite, learning_rate, lower learning_rate",
        "disk, disk_full, , make room",
        "library, environment, , lacks trl",
        "bug, internal, , err.log"
    })
    void job_thatCannotSucceed_failsWithACodeAndWhatToDo(String fault, String code, String param, String advice) {
        FakeTrainer trainer = FakeTrainer.in(folder).knobs("{\"fault\": \"" + fault + "\"}");
        try (OpenWeightsPipeline pipeline = trainer.builder().build()) {
            TrainingJob job = Exercise.finish(
                    pipeline, pipeline.start(Exercise.request(pipeline).build()).id());

            JobFailure failure = job.failure().orElseThrow();
            assertThat(job.status().phase()).isEqualTo(JobPhase.FAILED);
            assertThat(failure.code()).contains(code);
            assertThat(failure.message()).contains(advice);
            assertThat(failure.param().orElse(null)).isEqualTo(param);
            assertThat(Canary.in(failure.toString())).isEmpty();
            assertThat(pipeline.events(job.id()))
                    .last()
                    .extracting(TrainingEvent::level, TrainingEvent::message)
                    .containsExactly(TrainingEvent.Level.ERROR, failure.message());
        }
    }

    @Test
    void job_withARowTooLong_namesTheRow() {
        try (OpenWeightsPipeline pipeline = FakeTrainer.in(folder).builder().build()) {
            LoraSettings settings = LoraSettings.builder().maxLength(16).build();
            TrainingJob job = Exercise.finish(
                    pipeline,
                    pipeline.start(Exercise.request(pipeline, settings).build()).id());

            JobFailure failure = job.failure().orElseThrow();
            assertThat(failure.code()).contains("row_too_long");
            assertThat(failure.param()).contains("max_length");
            assertThat(failure.row()).hasValue(1);
            assertThat(failure.originIn(FakeTrainer.examples(Exercise.ROWS))).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource({"die_once, 1", "die_once, 12", "terminate_once, 3"})
    void job_whoseWorkerEndsOnItsWay_goesOnToTheSameAdapter(String fault, int step) throws Exception {
        FakeTrainer trainer = FakeTrainer.in(folder).knobs("{\"fault\": \"" + fault + "\", \"at\": " + step + "}");
        try (OpenWeightsPipeline pipeline = trainer.builder().build()) {
            TrainingJob job = Exercise.finish(
                    pipeline, pipeline.start(Exercise.request(pipeline).build()).id());

            assertThat(job.status().phase()).isEqualTo(JobPhase.SUCCEEDED);
            assertThat(Exercise.workers(trainer, job.id())).hasSize(2);
            assertThat(Exercise.adapter(pipeline, job)).isEqualTo(Exercise.undisturbed(folder));
            assertThat(pipeline.events(job.id())).extracting(TrainingEvent::id).doesNotHaveDuplicates();
        }
    }

    @Test
    void job_whoseWorkerDiesAtEveryAttempt_failsAfterFive() throws Exception {
        FakeTrainer trainer = FakeTrainer.in(folder).knobs("{\"fault\": \"die\", \"at\": 1}");
        try (OpenWeightsPipeline pipeline = trainer.builder().build()) {
            TrainingJob job = Exercise.finish(
                    pipeline, pipeline.start(Exercise.request(pipeline).build()).id());

            assertThat(job.status().phase()).isEqualTo(JobPhase.FAILED);
            assertThat(job.failure().orElseThrow().code()).contains("worker_died");
            assertThat(Exercise.workers(trainer, job.id())).hasSize(5);
        }
    }

    @Test
    void job_whoseInterpreterIsNone_failsAndSaysWhereToLook() throws Exception {
        FakeTrainer.python();
        Path script = folder.resolve("python");
        Files.writeString(script, "#!/bin/sh\nexit 3\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        try (OpenWeightsPipeline pipeline = FakeTrainer.in(folder)
                .builder()
                .environment(PythonEnvironment.at(script))
                .build()) {
            TrainingJob job = pipeline.start(Exercise.request(pipeline).build());

            assertThat(job.status().phase()).isEqualTo(JobPhase.FAILED);
            assertThat(job.failure().orElseThrow().code()).contains("worker_not_started");
            assertThat(job.failure().orElseThrow().message()).contains("exit code 3", "err.log");
        }
    }

    @Test
    void events_withALineCutShort_areReadWithoutIt() throws Exception {
        FakeTrainer trainer = FakeTrainer.in(folder).knobs("{\"fault\": \"die_once\"}");
        try (OpenWeightsPipeline pipeline = trainer.builder().build()) {
            String id = pipeline.start(Exercise.request(pipeline).build()).id();
            Exercise.await(() -> pipeline.job(id).status().providerText().equals(JobFailure.INTERRUPTED));
            Path events = trainer.root().resolve("jobs").resolve(id).resolve("events.jsonl");
            List<TrainingEvent> before = pipeline.events(id);
            Files.writeString(events, Files.readString(events) + "{\"v\": 1, \"seq\": 99, \"at\": \"20");

            assertThat(pipeline.events(id)).isEqualTo(before);
            TrainingJob job = Exercise.finish(pipeline, id);

            assertThat(job.status().phase()).isEqualTo(JobPhase.SUCCEEDED);
            assertThat(pipeline.events(id).subList(0, before.size())).isEqualTo(before);
            try (Stream<String> lines = Files.lines(events)) {
                assertThat(lines.filter(line -> !line.isBlank() && !line.endsWith("}")))
                        .hasSize(1);
            }
        }
    }

    @Test
    void job_lookedAt_tellsWhereItTrainsAndWhatItTook() throws Exception {
        FakeTrainer.in(folder);
        Files.writeString(
                folder.resolve("base/README.md"), "---\nlanguage: en\nlicense: 'apache-2.0'\n---\nlicense: mit\n");
        try (OpenWeightsPipeline pipeline = FakeTrainer.in(folder).builder().build()) {
            TrainingJob job = Exercise.finish(
                    pipeline, pipeline.start(Exercise.request(pipeline).build()).id());

            assertThat(job.details())
                    .containsKeys("adapter_sha256", "peak_memory_bytes", "settings", "training_file", "device");
            assertThat(job.trainedTokens()).isPresent();
            assertThat(job.provenance())
                    .containsEntry("method", "supervised")
                    .containsEntry("seed", "42")
                    .containsEntry("base_model_root", FakeTrainer.BASE)
                    .containsEntry("base_model_license", "apache-2.0")
                    .containsEntry("setting.lora_rank", "16")
                    .containsEntry(
                            "adapter_sha256", String.valueOf(job.details().get("adapter_sha256")))
                    .containsKeys("trained_tokens", "device", "peak_memory_bytes");
            assertThat(job.finishedAt()).isPresent();
            assertThat(job.toString().toLowerCase(Locale.ROOT)).contains("succeeded");
        }
    }
}
