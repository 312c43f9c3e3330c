package dev.finetuning.mistral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.mistral.sandbox.MistralSandbox;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.TrainingFile;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reads are repeated within the patience, as the provider asks; questions are not. */
class RetriesTest {
    private final ManualTime time = ManualTime.create();

    @RegisterExtension
    final MistralSandbox sandbox = new MistralSandbox(time);

    private final MistralTrainingPipeline pipeline = new MistralTrainingPipeline(Fixtures.settings(sandbox)
            .readPatience(Duration.ofSeconds(10))
            .sleeper(time)
            .build());

    private static Answer busy(String retryAfter) {
        return MistralSandbox.error(503, null, "Busy.").with("Retry-After", retryAfter);
    }

    @Test
    void read_busyProvider_isRepeatedAfterWhatItAsks() {
        sandbox.answerNext("GET /v1/models", busy("7"));
        Instant start = time.instant();
        assertThat(pipeline.models().list()).isNotEmpty();
        assertThat(Duration.between(start, time.instant())).isGreaterThanOrEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void read_providerAsksForMoreThanThePatience_reachesTheCallerAtOnce() {
        sandbox.answerNext("GET /v1/models", busy("60"));
        Instant start = time.instant();
        RetryLaterException failure = catchThrowableOfType(
                RetryLaterException.class, () -> pipeline.models().list());
        assertThat(failure.retryAfter()).contains(Duration.ofMinutes(1));
        assertThat(time.instant()).isEqualTo(start);
    }

    @Test
    void download_cutHalfWay_arrivesWholeAtTheSecondAttempt() throws Exception {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        sandbox.failNext("GET .*/content$", Fault.HALF_BODY_AFTER);
        try (InputStream content = pipeline.files().download(file.id())) {
            assertThat(content.readAllBytes()).hasSize((int) file.bytes().orElseThrow());
        }
    }

    @Test
    void ask_busyProvider_isSentOnce() {
        sandbox.answerNext("POST /v1/chat", busy("0"));
        assertThat(catchThrowableOfType(
                        RetryLaterException.class,
                        () -> pipeline.chatModel("mistral-small-latest").ask(ChatRequest.of("hello"))))
                .isNotNull();
        assertThat(sandbox.requestLines()).hasSize(1);
    }
}
