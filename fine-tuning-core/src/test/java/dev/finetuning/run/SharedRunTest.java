package dev.finetuning.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.testing.JobScript;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.testing.ScriptedTrainingPipeline;
import dev.finetuning.training.Capabilities;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobQuery;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.TrainingRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run, two who work on it: what one does while the other is in the middle of a step. */
class SharedRunTest {
    private static final Duration LEASE = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private final ManualTime time = ManualTime.create();
    private final Journal journal = new InMemoryJournal();
    private final ModelRegistry registry = JournaledModelRegistry.open(journal);
    private final ScriptedTrainingPipeline pipeline =
            ScriptedTrainingPipeline.of(time, JobScript.succeeding(), ScriptedChatModel.echo("tuned"));
    private int evaluationsOfTheOther;

    private FineTuningRuns evaluating(Consumer<RunEvaluation.Task> meanwhile) {
        return FineTuningRuns.builder(journal, folder, pipeline, registry)
                .clock(time)
                .sleeper(time)
                .lease(LEASE)
                .evaluation(task -> {
                    meanwhile.accept(task);
                    return RunEvaluation.Result.of(List.of());
                })
                .build();
    }

    private FineTuningRuns other() {
        return FineTuningRuns.builder(journal, folder, pipeline, registry)
                .clock(time)
                .sleeper(time)
                .lease(LEASE)
                .evaluation(task -> {
                    evaluationsOfTheOther++;
                    return RunEvaluation.Result.of(List.of());
                })
                .build();
    }

    private static RunPlan plan() {
        List<Example> examples = IntStream.range(0, 12)
                .mapToObj(i -> (Example) ChatExample.of(Message.user("q" + i), Message.assistant("a" + i)))
                .toList();
        return RunPlan.builder("support", "base", examples).build();
    }

    @Test
    void advance_whileAnotherEvaluates_doesNothing() throws Exception {
        FineTuningRuns owner = evaluating(task -> other().advance(task.runId()));

        assertThat(owner.await(owner.start(plan())).status()).isEqualTo(RunStatus.SUCCEEDED);

        assertThat(evaluationsOfTheOther).isZero();
    }

    @Test
    void advance_whileAnotherEvaluatesLongAndSaysSo_doesNothing() throws Exception {
        FineTuningRuns owner = evaluating(task -> {
            for (int i = 0; i < 5; i++) {
                time.advance(LEASE.minusSeconds(1));
                task.heartbeat().run();
                other().advance(task.runId());
            }
        });

        assertThat(owner.await(owner.start(plan())).status()).isEqualTo(RunStatus.SUCCEEDED);

        assertThat(evaluationsOfTheOther).isZero();
    }

    @Test
    void advance_anotherSilentForLongerThanItsLease_takesOverAndTheOtherGivesWay() throws Exception {
        FineTuningRuns owner = evaluating(task -> {
            time.advance(LEASE.plusSeconds(1));
            other().advance(task.runId());
            other().advance(task.runId());
        });

        FineTuningRun run = owner.await(owner.start(plan()));

        assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(evaluationsOfTheOther).isOne();
        assertThat(registry.view().versions("support")).hasSize(1);
    }

    @Test
    void cancel_whileTheCreationIsUnderWay_leavesNoJobBehind() throws Exception {
        FineTuningRuns[] self = new FineTuningRuns[1];
        String[] id = new String[1];
        TrainingPipeline slow = new SlowProvider(pipeline, () -> {
            self[0].cancel(id[0], "jana");
            self[0].advance(id[0]);
        });
        self[0] = FineTuningRuns.builder(journal, folder, slow, registry)
                .clock(time)
                .sleeper(time)
                .lostAnswer(LostAnswerPolicy.IN_PROCESS)
                .build();
        id[0] = self[0].start(plan());

        assertThat(self[0].await(id[0]).status()).isEqualTo(RunStatus.CANCELLED);

        assertThat(pipeline.jobs(JobQuery.ALL).map(TrainingJob::status))
                .singleElement()
                .satisfies(status -> assertThat(status.phase()).isEqualTo(JobPhase.CANCELLED));
    }

    /** A provider at which something happens before it creates a job. */
    private record SlowProvider(TrainingPipeline provider, Runnable beforeItStarts) implements TrainingPipeline {
        @Override
        public Capabilities capabilities() {
            return provider.capabilities();
        }

        @Override
        public TrainingFile upload(TrainingData data) {
            return provider.upload(data);
        }

        @Override
        public TrainingJob start(TrainingRequest request) {
            beforeItStarts.run();
            return provider.start(request);
        }

        @Override
        public TrainingJob job(String jobId) {
            return provider.job(jobId);
        }

        @Override
        public TrainingJob cancel(String jobId) {
            return provider.cancel(jobId);
        }

        @Override
        public Stream<TrainingJob> jobs(JobQuery query) {
            return provider.jobs(query);
        }

        @Override
        public ChatModel chatModel(String modelId) {
            return provider.chatModel(modelId);
        }
    }
}
