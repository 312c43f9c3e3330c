package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.models.finetuning.jobs.JobCreateParams;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.testing.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many jobs the vendor's client pays for where this adapter pays for one: see {@code OpenAiFaultMatrixTest}. */
class PlainClientFaultsTest {
    private static final String CREATE = "POST /v1/fine_tuning/jobs$";

    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox(ManualTime.create());

    private final OpenAiTrainingPipeline pipeline =
            new OpenAiTrainingPipeline(Fixtures.settings(sandbox).build());

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void plainClient_503WithRetryAfterZero_sendsTwiceEvenWithoutRetries() {
        String file = pipeline.upload(Fixtures.support("support", 12)).id();
        try (PlainClient plain = PlainClient.withRetries(sandbox, 0)) {
            sandbox.answerNext(
                    CREATE, OpenAiSandbox.error(503, "overloaded", "Busy.").with("Retry-After", "0"));
            plain.client.fineTuning().jobs().create(plainRequest(file));
            assertThat(creations()).isEqualTo(2);
        }
    }

    @Test
    void plainClient_answerLost_createsThreeJobs() {
        String file = pipeline.upload(Fixtures.support("support", 12)).id();
        for (int i = 0; i < 3; i++) {
            sandbox.failNext(CREATE, Fault.RESET_AFTER);
        }
        try (PlainClient plain = PlainClient.of(sandbox)) {
            assertThat(catchThrowableOfType(
                            RuntimeException.class,
                            () -> plain.client.fineTuning().jobs().create(plainRequest(file))))
                    .isNotNull();
        }
        assertThat(sandbox.jobCount()).isEqualTo(3);
    }

    private long creations() {
        return sandbox.requestLines().stream()
                .filter("POST /v1/fine_tuning/jobs"::equals)
                .count();
    }

    private static JobCreateParams plainRequest(String file) {
        return JobCreateParams.builder()
                .model(Fixtures.MODEL)
                .trainingFile(file)
                .build();
    }
}
