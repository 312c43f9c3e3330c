package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.TrainingFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PartUploadsTest {
    private static final String PART = "POST .*/parts$";

    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox(ManualTime.create());

    private final OpenAiTrainingPipeline pipeline = new OpenAiTrainingPipeline(Fixtures.settings(sandbox)
            .partBytes(1000)
            .timeout(Duration.ofSeconds(5))
            .build());

    @AfterEach
    void close() {
        pipeline.close();
    }

    private long parts() {
        return sandbox.requestLines().stream()
                .filter(line -> line.endsWith("/parts"))
                .count();
    }

    private String content(TrainingFile file) throws IOException {
        try (InputStream in = pipeline.files().download(file.id())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void upload_aboveThePartSize_goesUpInPartsAndArrivesWhole() throws IOException {
        TrainingFile file = pipeline.upload(Fixtures.support("large", 40));
        long expected = (file.bytes().orElseThrow() + 999) / 1000;
        assertThat(parts()).isEqualTo(expected).isGreaterThan(5);
        assertThat(content(file).lines()).hasSize(40).allMatch(line -> line.startsWith("{\"messages\":["));
        assertThat(pipeline.upload(Fixtures.support("large", 40)).id()).isEqualTo(file.id());
        assertThat(parts()).isEqualTo(expected);
    }

    @Test
    void upload_aPartIsLost_thatPartAloneIsSentAgain() throws IOException {
        sandbox.failNext(PART, Fault.RESET_BEFORE);
        sandbox.failNext(PART, Fault.CUT_JSON_AFTER);
        TrainingFile file = pipeline.upload(Fixtures.support("large", 40));
        assertThat(parts()).isEqualTo((file.bytes().orElseThrow() + 999) / 1000 + 2);
        assertThat(content(file).lines()).hasSize(40);
    }

    @Test
    void upload_givenUpHalfWay_goesOnWhereItStopped() throws IOException {
        pipeline.upload(Fixtures.support("warm-up", 1));
        sandbox.answerNext(
                "POST /v1/uploads/upload_[0-9]+/complete",
                OpenAiSandbox.error(503, null, "Busy.").with("Retry-After", "60"));
        assertThat(catchThrowableOfType(
                        RetryLaterException.class, () -> pipeline.upload(Fixtures.support("large", 40))))
                .isNotNull();
        long sent = parts();
        TrainingFile file = pipeline.upload(Fixtures.support("large", 40));
        assertThat(parts()).isEqualTo(sent);
        assertThat(content(file).lines()).hasSize(40);
    }

    @Test
    void upload_completeAnswerLost_isFoundByItsName() {
        sandbox.failNext("complete$", Fault.RESET_AFTER);
        TrainingFile file = pipeline.upload(Fixtures.support("large", 40));
        assertThat(file.id()).isNotEmpty();
        assertThat(sandbox.fileCount()).isEqualTo(1);
    }
}
