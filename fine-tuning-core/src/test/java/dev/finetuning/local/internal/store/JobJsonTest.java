package dev.finetuning.local.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.Checkpoint;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.TrainingJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobJsonTest {
    private static final TrainingJob FAILED = TrainingJob.builder(
                    "job-1", new JobStatus(JobPhase.FAILED, "failed"), "local-linear")
            .model("local-linear:ft:1")
            .createdAt(Instant.parse("2026-01-01T00:00:00Z"))
            .finishedAt(Instant.parse("2026-01-01T00:01:00Z"))
            .mark("run-7")
            .failure(JobFailure.builder("row 3 has no answer")
                    .code("invalid_row")
                    .param("training_file")
                    .row(3)
                    .messageIndex(1)
                    .build())
            .details(Map.of("seed", 7))
            .build();

    /** As it is in folders on people's disks: a name in it may never change. */
    private static final String STORED = "{\"id\":\"job-1\",\"phase\":\"FAILED\",\"status\":\"failed\","
            + "\"base_model\":\"local-linear\",\"trained_model\":\"local-linear:ft:1\","
            + "\"created_at\":\"2026-01-01T00:00:00Z\",\"finished_at\":\"2026-01-01T00:01:00Z\",\"mark\":\"run-7\","
            + "\"failure\":{\"code\":\"invalid_row\",\"message\":\"row 3 has no answer\",\"param\":\"training_file\","
            + "\"row\":3,\"message_index\":1},\"details\":{\"seed\":7}}";

    @Test
    void write_failedJob_hasTheStoredNames() {
        assertThat(StoredJson.write(JobJson.write(FAILED))).isEqualTo(STORED);
        assertThat(JobJson.read(StoredJson.parseExactly(STORED))).isEqualTo(FAILED);
    }

    @ParameterizedTest
    @EnumSource(JobPhase.class)
    void read_everyPhase_isTheSame(JobPhase phase) {
        TrainingJob job = TrainingJob.builder("job-1", JobStatus.of(phase), "local-linear")
                .build();

        assertThat(JobJson.read(JobJson.write(job))).isEqualTo(job);
    }

    @Test
    void read_whatALaterVersionAdded_isUnknownOrIgnored() {
        String later = STORED.replace("\"FAILED\"", "\"HIBERNATING\"").replace("\"mark\"", "\"later\":[1],\"mark\"");

        TrainingJob job = JobJson.read(StoredJson.parseExactly(later));

        assertThat(job.status().phase()).isEqualTo(JobPhase.UNKNOWN);
        assertThat(job.mark()).contains("run-7");
    }

    @Test
    void checkpoints_writtenAndRead_areTheSame() {
        List<Checkpoint> checkpoints = List.of(
                Checkpoint.builder("c-1", "job-1", 10, Instant.EPOCH)
                        .metrics(Map.of("train_loss", 0.25))
                        .build(),
                Checkpoint.builder("c-2", "job-1", 20, Instant.EPOCH)
                        .modelId("local-linear:ft:1")
                        .build());

        assertThat(JobJson.checkpoints(StoredJson.parseExactly(StoredJson.write(JobJson.write(checkpoints)))))
                .isEqualTo(checkpoints);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"id\":\"job-1\"", "{\"id\":\"job-1\"}", "{\"id\":7,\"phase\":\"FAILED\"}"})
    void look_damagedFile_isAFaultThatNamesTheFile(String text, @TempDir Path folder) throws Exception {
        JobStore jobs = new JobStore(folder, ManualTime.create());
        Files.writeString(folder.resolve("jobs").resolve("job-1.json"), text);

        assertThatThrownBy(() -> jobs.look("job-1"))
                .isInstanceOf(ProviderFaultException.class)
                .hasMessageContaining("job-1.json")
                .hasMessageContaining("damaged");
    }
}
