package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads are repeated within bounds; what creates, changes or costs anything leaves once. */
class RetriesTest {
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();

    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox(ManualTime.create());

    private final OpenAiTrainingPipeline pipeline = new OpenAiTrainingPipeline(Fixtures.settings(sandbox)
            .timeout(Duration.ofMillis(700))
            .answerTimeout(Duration.ofMillis(700))
            .readPatience(Duration.ofMinutes(2))
            .sleeper(pauses::add)
            .build());

    @AfterEach
    void close() {
        pipeline.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {
                "TIMEOUT_AFTER",
                "RESET_BEFORE",
                "RESET_AFTER",
                "BAD_GATEWAY_AFTER",
                "HALF_BODY_AFTER",
                "CUT_JSON_AFTER"
            })
    void everyRead_answerLostOnce_isRepeated(Fault fault) throws IOException {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        TrainingJob job =
                pipeline.start(TrainingRequest.builder(Fixtures.MODEL, file).build());
        String id = job.id();
        Map<String, Runnable> reads = new LinkedHashMap<>();
        reads.put("GET /v1/fine_tuning/jobs/[^/]+$", () -> pipeline.job(id));
        reads.put("GET /v1/fine_tuning/jobs$", () -> pipeline.jobs(JobQuery.ALL).forEach(each -> {}));
        reads.put("GET .*/events$", () -> pipeline.events(id));
        reads.put("GET .*/checkpoints$", () -> pipeline.checkpoints(id));
        reads.put("GET /v1/files$", () -> pipeline.files().list().forEach(each -> {}));
        reads.put("GET /v1/models$", () -> pipeline.models().list().forEach(each -> {}));
        reads.put("GET /v1/models/", () -> pipeline.models().describe(Fixtures.MODEL));
        reads.forEach((line, read) -> {
            sandbox.failNext(line, fault);
            read.run();
        });
        // the JDK's client repeats a GET whose connection ended before the answer began by itself
        boolean reset = fault == Fault.RESET_AFTER || fault == Fault.RESET_BEFORE;
        assertThat(pauses).hasSizeBetween(reset ? 0 : reads.size(), reads.size());
    }

    @Test
    void read_retryAfterOneMinute_isObeyedInFull() {
        sandbox.answerNext(
                "GET /v1/models$",
                OpenAiSandbox.error(429, "busy", "Slow down.").with("Retry-After", "60"));

        assertThat(pipeline.models().list()).isNotEmpty();

        assertThat(pauses).containsExactly(Duration.ofMinutes(1));
    }

    @Test
    void read_retryAfterBeyondThePatience_isTheCallersToWaitFor() {
        sandbox.answerNext(
                "GET /v1/models$",
                OpenAiSandbox.error(429, "busy", "Slow down.").with("Retry-After", "3600"));

        RetryLaterException failure = catchThrowableOfType(
                RetryLaterException.class, () -> pipeline.models().list().toList());

        assertThat(failure.retryAfter()).contains(Duration.ofHours(1));
        assertThat(pauses).isEmpty();
    }

    @Test
    void download_busyAtFirst_arrives() throws IOException {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        sandbox.answerNext("GET .*/content$", OpenAiSandbox.error(503, "busy", "Busy."));

        try (InputStream content = pipeline.files().download(file.id())) {
            assertThat(content.readAllBytes()).hasSize((int) file.bytes().orElseThrow());
        }
    }

    @Test
    void whatIsNoRead_failing_leavesOnce() {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        TrainingJob job =
                pipeline.start(TrainingRequest.builder(Fixtures.MODEL, file).build());
        sendsOnce(
                "POST /v1/fine_tuning/jobs$",
                () -> pipeline.start(
                        TrainingRequest.builder(Fixtures.MODEL, file).build()));
        sendsOnce("POST .*/cancel$", () -> pipeline.cancel(job.id()));
        sendsOnce("POST .*/pause$", () -> pipeline.pause(job.id()));
        sendsOnce("POST /v1/chat/", () -> pipeline.chatModel(Fixtures.MODEL).ask(ChatRequest.of("hello")));
        sendsOnce("DELETE /v1/files/", () -> pipeline.files().delete(file.id()));
        sendsOnce("DELETE /v1/models/", () -> pipeline.models().delete("ft:m"));
        assertThat(pauses).isEmpty();
    }

    private void sendsOnce(String line, ThrowingCallable call) {
        long before = sent(line);
        sandbox.answerNext(line, OpenAiSandbox.error(503, "busy", "Busy."));
        assertThat(catchThrowableOfType(ProviderException.class, call)).isNotNull();
        assertThat(sent(line) - before).as(line).isEqualTo(1);
    }

    private long sent(String line) {
        return sandbox.requestLines().stream()
                .filter(each -> each.matches(line + ".*") || each.matches(line))
                .count();
    }
}
