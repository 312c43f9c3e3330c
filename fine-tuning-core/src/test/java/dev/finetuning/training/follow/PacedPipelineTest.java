package dev.finetuning.training.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.provider.Incident;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedTrainingPipeline;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.TrainingRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class PacedPipelineTest {
    private static final PollPace PACE = new PollPace(Duration.ofSeconds(2), Duration.ofMinutes(1), 2, 0);

    private final ManualTime time = ManualTime.create();
    private final ScriptedTrainingPipeline provider = ScriptedTrainingPipeline.create(time);
    private final PacedPipeline paced = PacedPipeline.of(provider, PACE, time);
    private final String job =
            paced.start(TrainingRequest.builder("base", "file").build()).id();

    private JobPhase phase() {
        return paced.job(job).status().phase();
    }

    @Test
    void job_askedForAllTheTime_isLookedAtByThePace() {
        for (int i = 0; i < 1_200; i++) {
            phase();
            time.advance(Duration.ofMillis(50));
        }

        // a minute in the queue: looks after 0, 2, 6, 14 and 30 seconds, as the pause grows from 2 to 32 seconds
        assertThat(provider.looks()).isEqualTo(5);
    }

    @Test
    void job_askedForBySeveralAtOnce_isLookedAtOnce() throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(8);
        try {
            Callable<JobPhase> look = this::phase;
            for (Future<JobPhase> seen : people.invokeAll(Collections.nCopies(200, look))) {
                assertThat(seen.get()).isEqualTo(JobPhase.QUEUED);
            }
        } finally {
            people.shutdownNow();
        }

        assertThat(provider.looks()).isEqualTo(1);
    }

    @Test
    void job_afterAChange_isLookedAtSoonAgain() {
        phase();
        for (int i = 0; i < 60; i++) {
            time.advance(Duration.ofSeconds(1));
            phase();
        }
        assertThat(phase()).isEqualTo(JobPhase.QUEUED);
        time.advance(Duration.ofSeconds(2));
        assertThat(phase()).isEqualTo(JobPhase.RUNNING);
        int before = provider.looks();

        time.advance(PACE.shortest());
        phase();

        assertThat(provider.looks()).isEqualTo(before + 1);
    }

    @Test
    void job_cancelledHere_isSeenAsCancelledAtOnce() {
        phase();

        paced.cancel(job);

        assertThat(phase()).isEqualTo(JobPhase.CANCELLED);
    }

    @Test
    void events_afterTheStatusHasChanged_areReadAnew() {
        phase();
        assertThat(paced.events(job)).hasSize(1);
        time.advance(Duration.ofMinutes(30));
        assertThat(phase()).isEqualTo(JobPhase.SUCCEEDED);

        assertThat(paced.events(job)).isEqualTo(provider.events(job));
    }

    @Test
    void job_lookedAtInVain_isLeftAloneForAWhile() {
        phase();
        time.advance(PACE.shortest());
        provider.failNextLook(new ProviderFaultException(Incident.of("scripted", "look"), "down", null));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(this::phase).isInstanceOf(ProviderFaultException.class);
        }

        time.advance(PACE.longest());

        assertThat(phase()).isEqualTo(JobPhase.RUNNING);
    }
}
