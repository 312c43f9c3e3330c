package dev.finetuning.adapter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.FineTuningException;
import dev.finetuning.Sleeper;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.journal.file.FileJournal;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.run.FineTuningRun;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.LostAnswerPolicy;
import dev.finetuning.run.RunPlan;
import dev.finetuning.run.RunStatus;
import dev.finetuning.sandbox.JobPlan;
import dev.finetuning.sandbox.OddGateway;
import dev.finetuning.sandbox.ProviderSandbox;
import dev.finetuning.secrecy.Canary;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.TrainingPipeline;
import dev.finetuning.training.follow.Deadlines;
import dev.finetuning.training.follow.PollPace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole runs through a gateway that answers oddly, each by its own seed: none pays for two jobs, throws what has no
 * type, goes on without end, or lets a key reach another origin. {@code -Dodd.from} and {@code -Dodd.to} choose other
 * seeds for the campaign.
 */
public abstract class OddRunContractTest {
    private static final int SHORT = 12;
    private static final int HOSTILE = 4;
    private static final int RUNS_A_SANDBOX = 25;
    /** Two hours of looks once a minute, and what other steps may take. */
    private static final int MAX_PAUSES = 5_000;

    private final AdapterFixture adapter;
    private final Map<RunStatus, Integer> ends = new EnumMap<>(RunStatus.class);
    private final List<String> untyped = new ArrayList<>();
    private final List<String> endless = new ArrayList<>();
    private final List<String> surplus = new ArrayList<>();
    private int canaries;

    @TempDir
    Path folder;

    /** Tests this adapter. */
    protected OddRunContractTest(AdapterFixture adapter) {
        this.adapter = adapter;
    }

    @Test
    void oddRuns_payOnceAndEndTyped() {
        runs("odd", 0, SHORT, (root, seed) -> new OddGateway(root, seed, 2 + seed % 60));
        assertThat(ends.getOrDefault(RunStatus.SUCCEEDED, 0))
                .as("runs that succeed")
                .isGreaterThan(SHORT / 4);
    }

    @Test
    @Tag("campaign")
    void tenThousandOddRuns_payOnceAndEndTyped() {
        int from = Integer.getInteger("odd.from", 0);
        int to = Integer.getInteger("odd.to", 10_000);
        runs("odd", from, to, (root, seed) -> new OddGateway(root, seed, 2 + seed % 60));
        assertThat(ends.getOrDefault(RunStatus.SUCCEEDED, 0))
                .as("runs that succeed")
                .isGreaterThan((to - from) / 4);
    }

    @Test
    void hostileTexts_changeNothing() {
        runs("hostile texts", 0, HOSTILE, OddGateway::hostileTexts);
        assertThat(ends).containsOnlyKeys(RunStatus.SUCCEEDED);
    }

    @Test
    void hostileStringsOfAnyKind_payOnceAndEndTyped() {
        runs("hostile strings", 0, HOSTILE, (root, seed) -> OddGateway.hostileEverywhere(root, seed, 1 + seed % 30));
    }

    private void runs(String kind, int from, int to, BiFunction<String, Integer, OddGateway> gateway) {
        for (int seed = from; seed < to; seed += RUNS_A_SANDBOX) {
            ManualTime clock = ManualTime.create();
            try (ProviderSandbox<?> sandbox = adapter.sandbox(clock).plan(JobPlan.USUAL)) {
                for (int i = seed; i < Math.min(to, seed + RUNS_A_SANDBOX); i++) {
                    run(sandbox, clock, i, gateway);
                }
            }
        }
        adapter.close();
        System.out.println(kind + " runs at " + adapter.name() + ", seeds " + from + " to " + (to - 1) + ": " + ends
                + ", surplus jobs "
                + surplus.size() + ", untyped " + untyped.size() + ", without end " + endless.size()
                + ", keys at another origin " + canaries);
        assertThat(surplus).as("surplus jobs").isEmpty();
        assertThat(untyped).as("failures without a type").isEmpty();
        assertThat(endless).as("runs without end").isEmpty();
        assertThat(canaries).as("keys at another origin").isZero();
    }

    private void run(
            ProviderSandbox<?> sandbox, ManualTime clock, int seed, BiFunction<String, Integer, OddGateway> gateways) {
        int before = sandbox.jobCount();
        Path stored = folder.resolve("journal-" + seed);
        try (FileJournal journal = FileJournal.in(stored);
                OddGateway gateway = gateways.apply(sandbox.root(), seed);
                TrainingPipeline pipeline = adapter.pipeline(Wiring.to(gateway.root())
                        .header("X-Tenant-Key", Canary.KEY)
                        .timeout(Duration.ofSeconds(2)))) {
            Pauses pauses = new Pauses(clock);
            FineTuningRuns runs = FineTuningRuns.builder(
                            journal, folder.resolve("run-" + seed), pipeline, JournaledModelRegistry.open(journal))
                    .clock(clock)
                    .sleeper(pauses)
                    .pace(PollPace.every(Duration.ofMinutes(1)))
                    .deadlines(Deadlines.total(Duration.ofHours(2)))
                    .stepPatience(Duration.ofHours(2))
                    .servingPatience(Duration.ofHours(2))
                    .lostAnswer(LostAnswerPolicy.DEFAULT)
                    .build();
            FineTuningRun run = awaited(runs, runs.start(plan(seed)), seed);
            ends.merge(run.status(), 1, Integer::sum);
            try (FileJournal reopened = FileJournal.in(stored)) {
                FineTuningRuns later = FineTuningRuns.builder(
                                reopened,
                                folder.resolve("run-" + seed),
                                pipeline,
                                JournaledModelRegistry.open(reopened))
                        .build();
                assertThat(later.run(run.id())).isEqualTo(run);
            }
            canaries += gateway.canaries();
        } catch (WithoutEnd e) {
            endless.add("seed " + seed);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (RuntimeException | Error e) {
            untyped.add("seed " + seed + ": " + e);
        }
        int created = sandbox.jobCount() - before;
        if (created > 1) {
            surplus.add("seed " + seed + ": " + created + " jobs");
        }
    }

    /** A typed failure of one step is the caller's to hear of; the run goes on with the next call. */
    private static FineTuningRun awaited(FineTuningRuns runs, String id, int seed) throws InterruptedException {
        for (int failures = 0; failures < MAX_PAUSES; failures++) {
            try {
                return runs.await(id);
            } catch (FineTuningException e) {
                // noted by the run as well, which waits before its next step
            }
        }
        throw new WithoutEnd("seed " + seed);
    }

    /** Records of their own, so that no run finds another one's file. */
    private RunPlan plan(int seed) {
        List<ChatExample> examples = IntStream.range(0, 12)
                .mapToObj(i -> ChatExample.of(
                        Message.user("question " + i + " of seed " + seed), Message.assistant("answer " + i)))
                .toList();
        return RunPlan.builder("support", adapter.model(), examples).build();
    }

    /** Pauses that take no time and end when there are too many. */
    private static final class Pauses implements Sleeper {
        private final ManualTime clock;
        private int count;

        Pauses(ManualTime clock) {
            this.clock = clock;
        }

        @Override
        public void sleep(Duration pause) throws InterruptedException {
            if (++count > MAX_PAUSES) {
                throw new WithoutEnd("after " + count + " pauses");
            }
            clock.sleep(pause);
        }
    }

    /** Ends a run that does not end by itself. */
    private static final class WithoutEnd extends Error {
        private static final long serialVersionUID = 1L;

        WithoutEnd(String where) {
            super(where);
        }
    }
}
