package dev.finetuning.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.TrainingJob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JobReaderTest {
    private static final JobReader READER = new JobReader(
            Map.of("on", JobPhase.RUNNING, "going", JobPhase.RUNNING, "off", JobPhase.SUCCEEDED),
            Set.of("id", "status", "model", "fine_tuned_model", "created_at", "trained_tokens"));

    private static WireObject wire(String json) throws IOException {
        return WireObject.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void job_everyField_isInItsPlaceAndTheRestInTheDetails() throws IOException {
        TrainingJob job = READER.job(
                        wire("{\"id\":\"j\",\"status\":\"off\",\"model\":\"base\",\"fine_tuned_model\":\"ft\","
                                + "\"created_at\":60,\"trained_tokens\":7,\"hue\":\"blue\"}"))
                .orElseThrow()
                .build();

        assertThat(job.status()).isEqualTo(new JobStatus(JobPhase.SUCCEEDED, "off"));
        assertThat(job.baseModel()).isEqualTo("base");
        assertThat(job.model()).contains("ft");
        assertThat(job.createdAt()).contains(Instant.ofEpochSecond(60));
        assertThat(job.trainedTokens()).hasValue(7);
        assertThat(job.details()).isEqualTo(Map.of("hue", "blue"));
    }

    @Test
    void job_withoutAnIdOrAKnownStatus_isNoneOrUnknown() throws IOException {
        assertThat(READER.job(wire("{\"status\":\"off\"}"))).isEmpty();
        assertThat(READER.status(wire("{\"status\":\"resting\"}")))
                .isEqualTo(new JobStatus(JobPhase.UNKNOWN, "resting"));
        assertThat(READER.job(wire("{\"id\":\"j\",\"fine_tuned_model\":\" \"}"))
                        .orElseThrow()
                        .build()
                        .model())
                .isEmpty();
    }

    @Test
    void wordFor_phase_isGivenOnlyWhereThereIsOne() {
        assertThat(READER.wordFor(JobPhase.SUCCEEDED)).contains("off");
        assertThat(READER.wordFor(JobPhase.RUNNING)).isEmpty();
        assertThat(READER.wordFor(JobPhase.QUEUED)).isEmpty();
    }

    @Test
    void failure_reason_namesTheRecord() {
        JobFailure failure = JobReader.failure(Optional.of("Example 100, message 2 is empty"))
                .build();

        assertThat(failure.row()).hasValue(100);
        assertThat(failure.messageIndex()).hasValue(1);
        assertThat(JobReader.failure(Optional.empty()).build().message()).isEqualTo("the provider gives no reason");
    }
}
