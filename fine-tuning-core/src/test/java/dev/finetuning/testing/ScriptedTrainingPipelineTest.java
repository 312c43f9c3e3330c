package dev.finetuning.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.training.Capabilities.Verb;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScriptedTrainingPipelineTest {
    private final ManualTime time = ManualTime.create();
    private final ScriptedTrainingPipeline pipeline = ScriptedTrainingPipeline.create(time);
    private final TrainingRequest request =
            TrainingRequest.builder("base", "file-1").mark("run-1").build();

    @Test
    void job_asTimePasses_walksThroughItsScript() {
        String id = pipeline.start(request).id();

        assertThat(pipeline.job(id).status().phase()).isEqualTo(JobPhase.QUEUED);
        time.advance(Duration.ofMinutes(1));
        assertThat(pipeline.job(id).status().phase()).isEqualTo(JobPhase.RUNNING);
        time.advance(Duration.ofMinutes(10));
        assertThat(pipeline.job(id).status().phase()).isEqualTo(JobPhase.SUCCEEDED);
        assertThat(pipeline.job(id).model()).contains("tuned-job-1");
    }

    @Test
    void start_withALostAnswer_createsTheJobAndSaysSoByItsMark() {
        pipeline.loseNextAnswer();

        assertThatThrownBy(() -> pipeline.start(request))
                .isInstanceOfSatisfying(
                        OutcomeUnknownException.class, e -> assertThat(e.mark()).contains("run-1"));
        assertThat(pipeline.jobs(JobQuery.marked("run-1"))).hasSize(1);
        assertThat(pipeline.jobs(JobQuery.marked("run-2"))).isEmpty();
    }

    @Test
    void start_withAScriptedFailure_createsNothing() {
        RetryLaterException busy = new RetryLaterException(Incident.of("scripted", "create job"), "busy", null, null);
        pipeline.failNextStart(busy);

        assertThatThrownBy(() -> pipeline.start(request)).isSameAs(busy);
        assertThat(pipeline.jobsCreated()).isZero();
        pipeline.start(request);
        assertThat(pipeline.jobsCreated()).isOne();
    }

    @Test
    void failNext_aVerb_failsItOnce() {
        TrainingJob job = pipeline.start(request);
        pipeline.failNext(Verb.CANCEL, new IllegalStateException("as scripted"));

        assertThatThrownBy(() -> pipeline.cancel(job.id())).hasMessage("as scripted");
        assertThat(pipeline.cancel(job.id()).status().phase()).isEqualTo(JobPhase.CANCELLED);
    }

    @Test
    void cancel_jobThatIsOver_leavesItAsItIs() {
        String id = pipeline.start(request).id();
        time.advance(Duration.ofHours(1));

        assertThat(pipeline.cancel(id).status().phase()).isEqualTo(JobPhase.SUCCEEDED);
    }

    @Test
    void cancel_runningJob_hasNoEventsFromAfterItsEnd() {
        String id = pipeline.start(request).id();
        time.advance(Duration.ofMinutes(3));
        pipeline.cancel(id);
        int before = pipeline.events(id).size();
        time.advance(Duration.ofHours(1));

        assertThat(pipeline.job(id).status().phase()).isEqualTo(JobPhase.CANCELLED);
        assertThat(pipeline.events(id).stream().filter(event -> event.type().equals("message")))
                .hasSize(3);
        assertThat(pipeline.events(id)).hasSize(before);
    }

    @Test
    void job_unknownId_isNotFound() {
        assertThatThrownBy(() -> pipeline.job("nobody")).isInstanceOf(NotFoundException.class);
    }

    @Test
    void pause_verbItLacks_isGone() {
        assertThatThrownBy(() -> pipeline.pause("job-1"))
                .isInstanceOfSatisfying(
                        CapabilityGoneException.class,
                        e -> assertThat(e.capability()).isEqualTo("pause"));
    }

    @Test
    void chatModel_ofATunedModel_answersByScript() {
        assertThat(pipeline.chatModel("tuned-job-1")
                        .ask(ChatRequest.of("hello"))
                        .text())
                .isEqualTo("hello");
    }
}
