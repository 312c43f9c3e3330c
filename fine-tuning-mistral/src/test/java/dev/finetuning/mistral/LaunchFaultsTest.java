package dev.finetuning.mistral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.mistral.sandbox.MistralSandbox;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Starting and cancelling a job that rests, when the network fails at the worst moment. */
class LaunchFaultsTest {
    private static final String START = "POST .*/start$";
    private static final String CANCEL = "POST .*/cancel$";
    private static final String LOOK = "GET /v1/fine_tuning/jobs/";

    private final ManualTime time = ManualTime.create();

    @RegisterExtension
    final MistralSandbox sandbox = new MistralSandbox(time);

    private final MistralTrainingPipeline pipeline = new MistralTrainingPipeline(
            Fixtures.settings(sandbox).timeout(Duration.ofMillis(700)).build());

    private TrainingRequest request() {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        return TrainingRequest.builder(Fixtures.MODEL, file).mark("run-7").build();
    }

    private TrainingJob resting() {
        TrainingJob job = pipeline.start(request());
        time.advance(Duration.ofMinutes(1));
        return job;
    }

    private long sent(String line) {
        return sandbox.requestLines().stream()
                .filter(each -> each.matches(".*" + line))
                .count();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"TIMEOUT_AFTER", "RESET_AFTER", "BAD_GATEWAY_AFTER", "HALF_BODY_AFTER", "CUT_JSON_AFTER"})
    void start_answerLost_looksAndTellsThatTheJobIsUnderWay(Fault fault) {
        TrainingJob job = resting();
        sandbox.failNext(START, fault);
        assertThat(pipeline.launch(job.id()).status().phase()).isEqualTo(JobPhase.QUEUED);
        assertThat(pipeline.launch(job.id()).status().phase()).isEqualTo(JobPhase.QUEUED);
        assertThat(sent(START)).isEqualTo(1);
        assertThat(sandbox.jobCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"RESET_BEFORE", "GARBAGE_BEFORE"})
    void startAndCancel_brokenBeforeTheProvider_areToBeTriedLater(Fault fault) {
        TrainingJob job = resting();
        sandbox.failNext(START, fault);
        assertThat(catchThrowableOfType(RetryLaterException.class, () -> pipeline.launch(job.id())))
                .isNotNull();
        sandbox.failNext(CANCEL, fault);
        assertThat(catchThrowableOfType(RetryLaterException.class, () -> pipeline.cancel(job.id())))
                .isNotNull();
        assertThat(pipeline.job(job.id()).status().phase()).isEqualTo(JobPhase.VALIDATED);
        assertThat(pipeline.launch(job.id()).status().phase()).isEqualTo(JobPhase.QUEUED);
    }

    @Test
    void start_answerLostAndTheLookToo_isToBeTriedLater() {
        TrainingJob job = resting();
        sandbox.failNext(START, Fault.RESET_AFTER);
        sandbox.answerNext(LOOK, Answer.ok(Map.of("id", job.id(), "status", "VALIDATED")));
        sandbox.answerNext(LOOK, MistralSandbox.error(401, null, "Unauthorized"));
        RetryLaterException failure = catchThrowableOfType(RetryLaterException.class, () -> pipeline.launch(job.id()));
        assertThat(failure.getSuppressed()).hasOnlyElementsOfType(CredentialsException.class);
        assertThat(pipeline.launch(job.id()).status().phase()).isEqualTo(JobPhase.QUEUED);
        assertThat(sent(START)).isEqualTo(1);
    }
}
