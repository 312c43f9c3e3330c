package dev.finetuning.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalUnavailableException;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.testing.JobScript;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.testing.ScriptedTrainingPipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs under a key of the caller's, and runs that promote nothing. */
class KeyedRunsTest {
    @TempDir
    Path folder;

    private final ManualTime time = ManualTime.create();
    private final Journal journal = new InMemoryJournal();
    private final ModelRegistry registry = JournaledModelRegistry.open(journal);
    private final ScriptedTrainingPipeline pipeline =
            ScriptedTrainingPipeline.of(time, JobScript.succeeding(), ScriptedChatModel.echo("tuned"));

    private FineTuningRuns runs(Journal kept) {
        return FineTuningRuns.builder(kept, folder, pipeline, registry)
                .clock(time)
                .sleeper(time)
                .build();
    }

    private static RunPlan.Builder plan() {
        List<Example> examples = IntStream.range(0, 12)
                .mapToObj(
                        i -> (Example) ChatExample.of(Message.user("question " + i), Message.assistant("answer " + i)))
                .toList();
        return RunPlan.builder("support", "base", examples);
    }

    /** The journal of a process that dies before it notes something about the list of runs for the so many-th time. */
    private Journal dyingAt(int time) {
        AtomicInteger appends = new AtomicInteger();
        return new Journal() {
            @Override
            public long append(String stream, long expectedSize, List<JournalEntry> entries) {
                if (stream.equals("runs") && appends.incrementAndGet() == time) {
                    throw new JournalUnavailableException("killed", "Start again.", false, new IOException());
                }
                return journal.append(stream, expectedSize, entries);
            }

            @Override
            public List<JournalEntry> read(String stream, long fromSequence, int limit) {
                return journal.read(stream, fromSequence, limit);
            }
        };
    }

    @Test
    void startReserved_calledAgain_startsTheRunOnceUnderItsId() {
        FineTuningRuns runs = runs(journal);
        String id = runs.reserve();
        assertThat(runs.runs(RunQuery.ALL)).isEmpty();

        assertThat(runs.startReserved(id, () -> plan().build())).isTrue();
        assertThat(runs(journal).startReserved(id, () -> {
                    throw new AssertionError("the plan of a run that is started is not made again");
                }))
                .isFalse();

        assertThat(runs.runs(RunQuery.ALL)).extracting(FineTuningRun::id).containsExactly(id);
    }

    @Test
    void startReserved_manyAtOnce_startOneRun() throws Exception {
        int processes = 8;
        CyclicBarrier together = new CyclicBarrier(processes);
        ExecutorService threads = Executors.newFixedThreadPool(processes);
        try {
            for (int round = 0; round < 20; round++) {
                String id = runs(journal).reserve();
                List<Future<Boolean>> begun = new ArrayList<>();
                for (int i = 0; i < processes; i++) {
                    FineTuningRuns process = runs(journal);
                    begun.add(threads.submit(() -> {
                        together.await();
                        return process.startReserved(id, () -> plan().build());
                    }));
                }
                int first = 0;
                for (Future<Boolean> each : begun) {
                    first += each.get() ? 1 : 0;
                }
                assertThat(first).isOne();
                assertThat(runs(journal).runs(RunQuery.ALL))
                        .extracting(FineTuningRun::id)
                        .hasSize(round + 1)
                        .doesNotHaveDuplicates()
                        .contains(id);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void startReserved_killedBeforeTheRunWasListed_listsItAndKeepsItsData() throws Exception {
        FineTuningRuns runs = runs(dyingAt(2));
        String id = runs.reserve();
        assertThatThrownBy(() -> runs.startReserved(id, () -> plan().build()))
                .isInstanceOf(JournalUnavailableException.class);
        assertThat(runs(journal).runs(RunQuery.ALL)).isEmpty();

        runs(journal).startReserved(id, () -> plan().build());

        FineTuningRun over = runs(journal).await(id);
        assertThat(over.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(pipeline.jobsCreated()).isOne();
    }

    @Test
    void startReserved_idOfTheCallersOwn_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> runs(journal).startReserved("run-1", () -> plan().build()));
    }

    @Test
    void startOnce_manyAtOnce_getOneRunForEachKey() throws Exception {
        int processes = 8;
        CyclicBarrier together = new CyclicBarrier(processes);
        ExecutorService threads = Executors.newFixedThreadPool(processes);
        try {
            for (int round = 0; round < 20; round++) {
                String key = "search-1/trial-" + round;
                List<Future<String>> ids = new ArrayList<>();
                for (int i = 0; i < processes; i++) {
                    FineTuningRuns process = runs(journal);
                    ids.add(threads.submit(() -> {
                        together.await();
                        return process.startOnce(key, plan().build());
                    }));
                }
                Set<String> distinct = new HashSet<>();
                for (Future<String> id : ids) {
                    distinct.add(id.get());
                }
                assertThat(distinct).hasSize(1);
                assertThat(runs(journal).runs(RunQuery.ALL))
                        .extracting(FineTuningRun::id)
                        .hasSize(round + 1)
                        .doesNotHaveDuplicates()
                        .containsAll(distinct);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void startOnce_runIsOver_isGivenStillAndNothingIsPaidTwice() throws Exception {
        String first = runs(journal).startOnce("week 48", plan().build());
        runs(journal).await(first);

        String again = runs(journal).startOnce("week 48", plan().build());
        String next = runs(journal).startOnce("week 49", plan().build());

        assertThat(again).isEqualTo(first);
        assertThat(next).isNotEqualTo(first);
        assertThat(runs(journal).await(again).status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(pipeline.jobsCreated()).isOne();
    }

    @Test
    void startOnce_crashBeforeTheRunIsListed_isMadeUpForByTheNextCall() throws Exception {
        Journal dying = dyingAt(1);
        assertThatThrownBy(() -> runs(dying).startOnce("key", plan().build()))
                .isInstanceOf(JournalUnavailableException.class);
        assertThat(runs(journal).runs(RunQuery.ALL)).isEmpty();

        String id = runs(journal).startOnce("key", plan().build());

        assertThat(runs(journal).runs(RunQuery.ALL))
                .extracting(FineTuningRun::id)
                .containsExactly(id);
        assertThat(runs(journal).await(id).status()).isEqualTo(RunStatus.SUCCEEDED);
    }

    @Test
    void startOnce_keyThatSaysNothing_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> runs(journal).startOnce(" ", plan().build()));
        assertThatIllegalArgumentException().isThrownBy(() -> runs(journal).startOnce("k".repeat(501), plan().build()));
    }

    @Test
    void withoutPromotion_run_endsRegisteredWithItsScoresAndNoAliasMoves() throws Exception {
        FineTuningRuns measuring = FineTuningRuns.builder(journal, folder, pipeline, registry)
                .clock(time)
                .sleeper(time)
                .evaluation(RunEvaluation.of(
                        Set.of("accuracy"),
                        task -> RunEvaluation.Result.of(
                                List.of(ScoreCard.of("accuracy", 0.9, Direction.HIGHER_IS_BETTER, 3, time.instant())))))
                .promotion(PromotionPolicy.of(Gate.atLeast("accuracy", 0.8)), Alias.PRODUCTION)
                .build();
        String id = measuring.startOnce("trial", plan().withoutPromotion().build());

        // another process goes on: what the plan said is in the journal
        FineTuningRun run = measuring.await(id);

        assertThat(run.status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(run.stage()).isEqualTo(RunStage.DONE);
        assertThat(run.promoted()).isEmpty();
        assertThat(run.version()).isPresent();
        assertThat(registry.byAlias("support", Alias.PRODUCTION)).isEmpty();
        assertThat(registry.view().versions("support"))
                .singleElement()
                .satisfies(version -> assertThat(version.scoreCards())
                        .extracting(ScoreCard::metric)
                        .containsExactly("accuracy"));

        FineTuningRun promoting = measuring.await(measuring.startOnce("best", plan().build()));
        assertThat(promoting.promoted()).hasValue(true);
    }
}
