package dev.finetuning.adapter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.sandbox.ProviderSandbox;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads are repeated within the patience, as the provider asks; what creates, changes or costs anything leaves once. */
public abstract class RetryContractTest {
    private static final String READ = "^GET ";

    private final AdapterFixture adapter;
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private ProviderSandbox<?> sandbox;
    private TrainingPipeline pipeline;

    /** Tests this adapter. */
    protected RetryContractTest(AdapterFixture adapter) {
        this.adapter = adapter;
    }

    @BeforeEach
    void open() {
        sandbox = adapter.sandbox(ManualTime.create());
        pipeline = adapter.pipeline(Wiring.to(sandbox.root())
                .timeout(Duration.ofMillis(700))
                .readPatience(Duration.ofMinutes(2))
                .sleeper(pauses::add));
    }

    @AfterEach
    void close() {
        pipeline.close();
        sandbox.close();
        adapter.close();
    }

    private TrainingFile upload() {
        return pipeline.upload(TrainingData.of(
                "support",
                IntStream.range(0, 12)
                        .mapToObj(i -> ChatExample.of(Message.user("question " + i), Message.assistant("answer")))
                        .toList()));
    }

    private TrainingJob start(TrainingFile file) {
        return pipeline.start(TrainingRequest.builder(adapter.model(), file).build());
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
    void everyRead_answerLostOnce_isRepeated(Fault fault) {
        String id = start(upload()).id();
        pauses.clear();
        List<Runnable> reads = List.of(
                () -> pipeline.job(id),
                () -> pipeline.jobs(JobQuery.ALL).forEach(each -> {}),
                () -> pipeline.events(id),
                () -> pipeline.checkpoints(id),
                () -> pipeline.files().list().forEach(each -> {}),
                () -> pipeline.models().list().forEach(each -> {}),
                () -> pipeline.models().describe(adapter.model()));

        // each time-out is waited for
        List<Runnable> lost = fault == Fault.TIMEOUT_AFTER ? reads.subList(0, 2) : reads;
        for (Runnable read : lost) {
            sandbox.failNext(READ, fault);
            read.run();
        }

        // the JDK's client repeats a GET whose connection ended before the answer began by itself
        boolean reset = fault == Fault.RESET_AFTER || fault == Fault.RESET_BEFORE;
        assertThat(pauses).hasSizeBetween(reset ? 0 : lost.size(), lost.size());
    }

    @Test
    void read_retryAfterOneMinute_isObeyedInFull() {
        sandbox.answerNext(READ, adapter.error(429, "busy", "Slow down.").with("Retry-After", "60"));

        assertThat(pipeline.models().list()).isNotEmpty();

        assertThat(pauses).containsExactly(Duration.ofMinutes(1));
    }

    @Test
    void read_retryAfterBeyondThePatience_isTheCallersToWaitFor() {
        sandbox.answerNext(READ, adapter.error(429, "busy", "Slow down.").with("Retry-After", "3600"));

        RetryLaterException failure = catchThrowableOfType(
                RetryLaterException.class, () -> pipeline.models().list().toList());

        assertThat(failure.retryAfter()).contains(Duration.ofHours(1));
        assertThat(pauses).isEmpty();
    }

    @Test
    void download_busyAtFirstAndCutHalfWay_arrivesWhole() throws IOException {
        TrainingFile file = upload();
        sandbox.answerNext(READ, adapter.error(503, "busy", "Busy."));
        sandbox.failNext(READ, Fault.HALF_BODY_AFTER);

        try (InputStream content = pipeline.files().download(file.id())) {
            assertThat(content.readAllBytes()).hasSize((int) file.bytes().orElseThrow());
        }
    }

    @Test
    void whatIsNoRead_failing_leavesOnce() {
        TrainingFile file = upload();
        TrainingJob job = start(file);
        pauses.clear();

        sendsOnce("POST", () -> start(file));
        sendsOnce("POST", () -> pipeline.cancel(job.id()));
        sendsOnce("POST", () -> pipeline.chatModel(adapter.model()).ask(ChatRequest.of("hello")));
        sendsOnce("DELETE", () -> pipeline.files().delete(file.id()));
        sendsOnce("DELETE", () -> pipeline.models().delete("ft:m"));
        assertThat(pauses).isEmpty();
    }

    private void sendsOnce(String method, ThrowingCallable call) {
        long before = sent(method);
        sandbox.answerNext("^" + method + " ", adapter.error(503, "busy", "Busy."));
        assertThat(catchThrowableOfType(ProviderException.class, call)).isNotNull();
        assertThat(sent(method) - before).as(method).isEqualTo(1);
    }

    private long sent(String method) {
        return sandbox.requestLines().stream()
                .filter(line -> line.startsWith(method + " "))
                .count();
    }
}
