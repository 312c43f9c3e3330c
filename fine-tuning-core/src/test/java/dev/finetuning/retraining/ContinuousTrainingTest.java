package dev.finetuning.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalUnavailableException;
import dev.finetuning.journal.LaterEntryException;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.FineTuningRunsBuilder;
import dev.finetuning.run.RunEvaluation;
import dev.finetuning.schedule.Schedule;
import dev.finetuning.source.JsonLines;
import dev.finetuning.testing.JobScript;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.testing.ScriptedTrainingPipeline;
import dev.finetuning.training.JobFailure;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingPipeline;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rounds at a scripted provider, on a clock that the test moves. */
@Timeout(60)
class ContinuousTrainingTest {
    @TempDir
    Path folder;

    private final ManualTime time = ManualTime.create();
    private final InMemoryJournal journal = new InMemoryJournal();
    private final ModelRegistry registry = JournaledModelRegistry.open(journal);
    private ScriptedTrainingPipeline scripted =
            ScriptedTrainingPipeline.of(time, JobScript.succeeding(), ScriptedChatModel.echo("tuned"));
    private final List<List<Example>> trainedOn = new ArrayList<>();

    /** The scripted provider, with a record of the training data that it is sent. */
    private TrainingPipeline recording() {
        return (TrainingPipeline) Proxy.newProxyInstance(
                TrainingPipeline.class.getClassLoader(),
                new Class<?>[] {TrainingPipeline.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("upload")
                            && ((TrainingData) arguments[0]).name().endsWith("-train")) {
                        List<Example> data = new ArrayList<>();
                        ((TrainingData) arguments[0]).forEach(data::add);
                        trainedOn.add(data);
                    }
                    try {
                        return method.invoke(scripted, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Example example(int number) {
        return ChatExample.of(Message.user("question " + number), Message.assistant("answer " + number));
    }

    private static List<Example> examples(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(ContinuousTrainingTest::example)
                .toList();
    }

    private FineTuningRunsBuilder runs(Journal kept) {
        return FineTuningRuns.builder(kept, folder, recording(), JournaledModelRegistry.open(kept))
                .clock(time)
                .sleeper(time);
    }

    private ContinuousTraining.Builder training(Journal kept) {
        return ContinuousTraining.builder("support", "base", kept, runs(kept).build())
                .policy(RetrainingPolicy.afterExamples(20))
                .split(SplitPlan.stable(SplitRatios.of(1, 0, 0)))
                .clock(time);
    }

    /** Moves a round to its end. */
    private void untilOver(ContinuousTraining training) {
        for (int i = 0; i < 100; i++) {
            if (training.advance().orElseThrow().outcome() != TrainingRound.Outcome.OPEN) {
                return;
            }
            time.advance(Duration.ofMinutes(1));
        }
        throw new AssertionError("the round does not end: " + training.rounds());
    }

    @Test
    void advance_enoughExamples_trainsWithThemAndTheyLeaveTheQueue() {
        ContinuousTraining training = training(journal).build();
        examples(0, 19).forEach(training::add);
        assertThat(training.advance()).as("one is missing").isEmpty();

        training.add(example(19));
        training.advance();
        examples(20, 25).forEach(training::add);
        untilOver(training);

        assertThat(training.rounds()).singleElement().satisfies(round -> {
            assertThat(round.outcome()).isEqualTo(TrainingRound.Outcome.REGISTERED);
            assertThat(round.reason()).isEqualTo("20 examples wait");
            assertThat(round.version()).contains("1.0.0");
            assertThat(round.promoted()).isTrue();
            assertThat(training.examplesOf(round)).hasSize(20);
        });
        assertThat(training.queued()).as("what came during the round").hasSize(5);
        assertThat(registry.byAlias("support", Alias.PRODUCTION))
                .get()
                .satisfies(version ->
                        assertThat(version.lineage().datasetVersion()).contains("round 1"));
        assertThat(training.advance()).get().extracting(TrainingRound::number).isEqualTo(1);
    }

    @Test
    void advance_jobFails_examplesStayQueuedForTheNextRound() {
        scripted.failNextJob(JobFailure.of("the provider's fault"));
        ContinuousTraining training = training(journal).build();
        training.addAll(examples(0, 20));
        untilOver(training);
        training.addAll(examples(20, 30));

        assertThat(training.rounds()).singleElement().satisfies(round -> {
            assertThat(round.outcome()).isEqualTo(TrainingRound.Outcome.FAILED);
            assertThat(round.note()).contains("the provider's fault");
        });
        assertThat(training.queued()).hasSize(30);
        training.advance();
        assertThat(training.rounds()).as("not at once again").hasSize(1);

        time.advance(Duration.ofHours(1));
        untilOver(training);

        assertThat(training.rounds()).hasSize(2);
        assertThat(training.examplesOf(training.rounds().get(1))).hasSize(30);
        assertThat(training.queued()).isEmpty();
    }

    @Test
    void rounds_entryOfALaterVersion_isNoDamage() {
        ContinuousTraining training = training(journal).build();
        journal.append(
                "retraining:support",
                Journal.ANY_SIZE,
                List.of(new JournalEntry("round.paused", time.instant(), "{}")));

        assertThatThrownBy(training::rounds)
                .isInstanceOf(LaterEntryException.class)
                .hasMessageContaining("round.paused");
    }

    @Test
    void advance_tooFewAfterAll_isAFailedRoundAndNoException() {
        ContinuousTraining training =
                training(journal).policy(RetrainingPolicy.afterExamples(3)).build();
        training.addAll(examples(0, 3));

        training.advance();

        assertThat(training.rounds()).singleElement().satisfies(round -> {
            assertThat(round.outcome()).isEqualTo(TrainingRound.Outcome.FAILED);
            assertThat(round.runId()).isEmpty();
            assertThat(round.note()).contains("3");
        });
        assertThat(training.queued()).hasSize(3);
    }

    @Test
    void add_sameContentAgain_isKnownInEveryProcess() {
        training(journal).build().addAll(examples(0, 20));
        ContinuousTraining other = training(journal).build();

        assertThat(other.add(example(7)).outcome()).isEqualTo(Receipt.Outcome.KNOWN);
        assertThat(other.addAll(List.of(example(20), example(20))))
                .extracting(Receipt::outcome)
                .containsExactly(Receipt.Outcome.QUEUED, Receipt.Outcome.KNOWN);
        assertThat(other.queued()).hasSize(21);
        untilOver(other);
        assertThat(training(journal).build().add(example(3)).outcome())
                .as("also once it is trained")
                .isEqualTo(Receipt.Outcome.KNOWN);
    }

    @Test
    void add_exampleThatTheChecksRefuse_isKeptWithItsReasons() {
        ContinuousTraining training = training(journal).build();

        Receipt receipt = training.add(ChatExample.of(Message.user("only a question")));

        assertThat(receipt.outcome()).isEqualTo(Receipt.Outcome.REJECTED);
        assertThat(receipt.findings()).isNotEmpty();
        assertThat(training.queued()).isEmpty();
        assertThat(training(journal).build().rejected()).singleElement().satisfies(rejected -> {
            assertThat(rejected.reasons()).isNotEmpty();
            assertThat(rejected.example().messages()).hasSize(1);
            assertThat(rejected.toString()).doesNotContain("only a question");
        });
    }

    @Test
    void add_refusedContentAgain_isKeptOnce() {
        List<Example> questions = IntStream.of(1, 2, 1)
                .<Example>mapToObj(number -> ChatExample.of(Message.user("only question " + number)))
                .toList();
        training(journal).build().addAll(questions);
        ContinuousTraining other = training(journal).build();

        assertThat(other.addAll(questions)).extracting(Receipt::outcome).containsOnly(Receipt.Outcome.REJECTED);

        assertThat(other.rejectedCount()).isEqualTo(2);
        assertThat(other.rejected()).hasSize(2);
        assertThat(other.latestRejected(1))
                .extracting(rejected -> rejected.example().messages().get(0).text())
                .containsExactly("only question 2");
        assertThat(other.latestRejected(0)).isEmpty();
    }

    @Test
    void addAll_sourceWithManyRecords_takesEachOnce() {
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < 450; i++) {
            file.append(
                    "{\"messages\":[{\"role\":\"user\",\"content\":\"q%d\"},{\"role\":\"assistant\",\"content\":\"a\"}]}\n"
                            .formatted(i % 425));
        }
        ContinuousTraining training = training(journal).build();

        training.addAll(JsonLines.ofText(file.toString()), ChatMessages.format());

        assertThat(training.waiting()).isEqualTo(425);
        assertThat(training.queued()).doesNotHaveDuplicates().hasSize(425);
    }

    @Test
    void addAll_fileThatGrows_takesWhatIsNew() {
        ContinuousTraining training = training(journal).build();
        String line =
                "{\"messages\":[{\"role\":\"user\",\"content\":\"q%d\"},{\"role\":\"assistant\",\"content\":\"a\"}]}\n";
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            file.append(line.formatted(i));
            training.addAll(JsonLines.ofText(file.toString()), ChatMessages.format());
        }
        assertThat(training.queued()).hasSize(4);
        assertThat(training.addAll(JsonLines.ofText("{\"messages\":7}\n"), ChatMessages.format()))
                .hasSize(1);
    }

    @Test
    void prepare_changesWhatIsStored() {
        ContinuousTraining training = training(journal)
                .prepare(example -> ChatExample.of(Message.user("masked"), Message.assistant("masked")))
                .build();

        training.addAll(examples(0, 3));

        assertThat(training.queued())
                .singleElement()
                .satisfies(
                        example -> assertThat(example.messages().get(0).text()).isEqualTo("masked"));
    }

    @Test
    void policies_sayWhenAndWhy() {
        Instant now = time.instant();
        QueueStatus status = new QueueStatus(
                "base", 5, Optional.of(now.minus(Duration.ofDays(2))), Optional.of(now.minus(Duration.ofDays(3))), now);

        assertThat(RetrainingPolicy.afterExamples(6).due(status)).isEmpty();
        assertThat(RetrainingPolicy.afterExamples(5).due(status)).contains("5 examples wait");
        assertThat(RetrainingPolicy.afterWaiting(Duration.ofDays(3)).due(status))
                .isEmpty();
        assertThat(RetrainingPolicy.afterWaiting(Duration.ofDays(2)).due(status))
                .isPresent();
        assertThat(RetrainingPolicy.every(Duration.ofDays(4)).due(status)).isEmpty();
        assertThat(RetrainingPolicy.every(Duration.ofDays(3)).due(status)).isPresent();
        assertThat(RetrainingPolicy.afterExamples(6)
                        .or(RetrainingPolicy.every(Duration.ofDays(3)))
                        .due(status))
                .isPresent();
        Schedule scheduled = after -> Optional.of(after.plus(Duration.ofHours(70)));
        assertThat(RetrainingPolicy.at(scheduled).due(status))
                .contains("it was scheduled for " + now.minus(Duration.ofHours(2)));
        assertThat(RetrainingPolicy.at(Schedule.every(Duration.ofHours(73))).due(status))
                .isEmpty();
        assertThat(RetrainingPolicy.at(Schedule.every(Duration.ofDays(2)))
                        .due(new QueueStatus("base", 5, status.oldest(), Optional.empty(), now)))
                .as("no round yet: since the oldest example waits")
                .isPresent();
        assertThat(RetrainingPolicy.at(after -> Optional.empty()).due(status)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> RetrainingPolicy.afterExamples(0));
        assertThatIllegalArgumentException().isThrownBy(() -> RetrainingPolicy.every(Duration.ZERO));
    }

    /** What was tested on stays held out, however much comes. */
    @Test
    void rounds_asDataGrows_neverTrainOnWhatWasTestedOn() {
        List<Set<Example>> tests = new ArrayList<>();
        ContinuousTraining training = ContinuousTraining.builder(
                        "support",
                        "base",
                        journal,
                        runs(journal)
                                .evaluation(task -> {
                                    tests.add(new HashSet<>(task.test()));
                                    return RunEvaluation.Result.of(List.of());
                                })
                                .build())
                .policy(RetrainingPolicy.afterExamples(60))
                .clock(time)
                .build();
        List<Integer> sizes = new ArrayList<>();
        Set<String> tested = new HashSet<>();
        for (int round = 0; round < 4; round++) {
            training.addAll(examples(round * 60, round * 60 + 60));
            untilOver(training);
            tests.get(round)
                    .forEach(example -> tested.add(example.messages().get(0).text()));
            sizes.add(tests.get(round).size());
        }

        assertThat(sizes).isSorted().last().satisfies(last -> assertThat(last).isGreaterThan(sizes.get(0)));
        assertThat(trainedOn)
                .hasSize(4)
                .allSatisfy(data -> assertThat(data)
                        .extracting(example -> example.messages().get(0).text())
                        .doesNotContainAnyElementsOf(tested));
    }

    @Test
    void rounds_heldOutAtMost_testOnSoManyAndTrainOnNoOther() {
        List<List<String>> tests = new ArrayList<>();
        FineTuningRuns runs = runs(journal)
                .evaluation(task -> {
                    tests.add(texts(task.test()));
                    return RunEvaluation.Result.of(List.of());
                })
                .build();
        ContinuousTraining training = ContinuousTraining.builder("support", "base", journal, runs)
                .policy(RetrainingPolicy.afterExamples(100))
                .heldOutAtMost(3)
                .clock(time)
                .build();
        for (int round = 0; round < 2; round++) {
            training.addAll(examples(round * 100, round * 100 + 100));
            untilOver(training);
        }

        assertThat(tests).hasSize(2).allSatisfy(test -> assertThat(test).hasSize(3));
        assertThat(texts(trainedOn.get(1)))
                .containsAll(texts(trainedOn.get(0)))
                .hasSizeBetween(140, 180)
                .doesNotContainAnyElementsOf(tests.get(0))
                .doesNotContainAnyElementsOf(tests.get(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContinuousTraining.builder("support", "base", journal, runs)
                        .heldOutAtMost(0));
    }

    private static List<String> texts(List<Example> examples) {
        return examples.stream()
                .map(example -> example.messages().get(0).text())
                .toList();
    }

    @Test
    void rounds_splitThatExamplesDecideTogether_trainOnItsPart() {
        ContinuousTraining training = ContinuousTraining.builder(
                        "support", "base", journal, runs(journal).build())
                .policy(RetrainingPolicy.afterExamples(50))
                .split(SplitPlan.exact(SplitRatios.of(0.8, 0, 0.2)))
                .clock(time)
                .build();
        training.addAll(examples(0, 50));
        untilOver(training);

        assertThat(trainedOn).singleElement().satisfies(data -> assertThat(data).hasSize(40));
    }

    @Test
    void continuing_startsFromTheLastPromotedModelWithAShareOfOlderExamples() {
        AtomicInteger evaluations = new AtomicInteger();
        FineTuningRuns runs = runs(journal)
                .evaluation(RunEvaluation.of(
                        Set.of("accuracy"),
                        task -> RunEvaluation.Result.of(List.of(ScoreCard.of(
                                "accuracy",
                                evaluations.incrementAndGet() == 2 ? 0.1 : 0.9,
                                Direction.HIGHER_IS_BETTER,
                                9,
                                time.instant())))))
                .promotion(PromotionPolicy.of(Gate.atLeast("accuracy", 0.5)), Alias.PRODUCTION)
                .build();
        ContinuousTraining training = ContinuousTraining.builder("support", "base", journal, runs)
                .policy(RetrainingPolicy.afterExamples(30))
                .split(SplitPlan.stable(SplitRatios.of(1, 0, 0)))
                .continuing(0.25)
                .clock(time)
                .build();
        for (int round = 0; round < 3; round++) {
            training.addAll(examples(round * 30, round * 30 + 30));
            untilOver(training);
        }

        assertThat(training.rounds())
                .extracting(TrainingRound::promoted)
                .as("a gate stopped the second")
                .containsExactly(true, false, true);
        String first = training.rounds().get(0).modelId().orElseThrow();
        assertThat(training.rounds().get(0).startedFrom()).isEmpty();
        assertThat(training.rounds().get(1).startedFrom()).contains(first);
        assertThat(training.rounds().get(2).startedFrom()).contains(first);
        assertThat(trainedOn).extracting(List::size).containsExactly(30, 40, 40);
    }

    @Test
    void continuing_withAnotherBaseModel_startsFromItWithAllExamplesAndGoesOnFromThere() {
        String first = continued("base", 0);
        continued("successor", 30);
        String second = continued("successor", 60);

        assertThat(training(journal).build().rounds())
                .extracting(TrainingRound::startedFrom)
                .containsExactly(Optional.empty(), Optional.empty(), Optional.of(second));
        assertThat(second).isNotEqualTo(first);
        assertThat(trainedOn).extracting(List::size).containsExactly(30, 60, 40);
    }

    @Test
    void advance_policyThatNeedsNoExamples_trainsOnAllFromTheBaseModel() {
        continued("base", 0);
        RetrainingPolicy onceMore = new RetrainingPolicy() {
            @Override
            public Optional<String> due(QueueStatus status) {
                return Optional.empty();
            }

            @Override
            public Optional<String> dueWithoutExamples(QueueStatus status) {
                assertThat(status.queued()).isZero();
                assertThat(status.oldest()).isEmpty();
                return Optional.of("the base model is " + status.baseModel());
            }
        };
        ContinuousTraining training = training(journal)
                .policy(RetrainingPolicy.every(Duration.ofSeconds(1)).or(onceMore))
                .continuing(0.5)
                .build();
        untilOver(training);

        assertThat(training.rounds()).hasSize(2);
        assertThat(training.rounds().get(1).reason()).isEqualTo("the base model is base");
        assertThat(training.rounds().get(1).startedFrom()).isEmpty();
        assertThat(training.examplesOf(training.rounds().get(1))).isEmpty();
        assertThat(trainedOn).extracting(List::size).containsExactly(30, 30);
    }

    @Test
    void advance_nothingWasEverHandedIn_asksNoPolicy() {
        assertThat(training(journal)
                        .policy(new EitherPolicy(
                                status -> {
                                    throw new AssertionError("asked");
                                },
                                status -> {
                                    throw new AssertionError("asked");
                                }))
                        .build()
                        .advance())
                .isEmpty();
    }

    /** One round more; the model of the newest round before it. */
    private String continued(String baseModel, int from) {
        ContinuousTraining training = ContinuousTraining.builder(
                        "support", baseModel, journal, runs(journal).build())
                .policy(RetrainingPolicy.afterExamples(30))
                .split(SplitPlan.stable(SplitRatios.of(1, 0, 0)))
                .continuing(0.25)
                .clock(time)
                .build();
        String before = training.rounds().stream()
                .reduce((older, newer) -> newer)
                .flatMap(TrainingRound::modelId)
                .orElse("none");
        training.addAll(examples(from, from + 30));
        untilOver(training);
        return before;
    }

    @Test
    void advance_inManyProcessesAtOnce_hasOneRoundAtATime() throws Exception {
        scripted = ScriptedTrainingPipeline.of(
                time, JobScript.ending(JobPhase.SUCCEEDED), ScriptedChatModel.echo("tuned"));
        ExecutorService processes = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int own = i;
                ContinuousTraining training = training(journal).build();
                all.add(processes.submit(() -> {
                    for (int k = 0; k < 50; k++) {
                        training.add(example(own * 50 + k));
                        training.advance();
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            processes.shutdownNow();
        }
        ContinuousTraining training = training(journal).build();
        untilOver(training);
        // how many rounds there were by now depends on who came when
        training.addAll(examples(200, 220));
        untilOver(training);

        List<Example> seen = new ArrayList<>(training.queued());
        training.rounds().forEach(round -> seen.addAll(training.examplesOf(round)));
        assertThat(seen).hasSize(220).doesNotHaveDuplicates();
        assertThat(scripted.jobsCreated()).isEqualTo(training.rounds().size()).isGreaterThan(1);
        for (int i = 1; i < training.rounds().size(); i++) {
            assertThat(training.rounds().get(i).begunAt())
                    .isAfterOrEqualTo(training.rounds().get(i - 1).endedAt().orElseThrow());
        }
    }

    @Test
    void advance_diesAtEachOfItsEntries_losesNoExampleAndTrainsOnce() {
        boolean died = true;
        int entries = 0;
        while (died) {
            InMemoryJournal kept = new InMemoryJournal();
            int before = scripted.jobsCreated();
            training(kept).build().addAll(examples(0, 20));
            AtomicInteger left = new AtomicInteger(entries++);
            died = false;
            try {
                untilOver(training(dying(kept, left)).build());
            } catch (JournalUnavailableException killed) {
                died = true;
            }
            ContinuousTraining again = training(kept).build();
            untilOver(again);

            assertThat(again.rounds())
                    .singleElement()
                    .satisfies(round -> assertThat(again.examplesOf(round)).hasSize(20));
            assertThat(again.queued()).isEmpty();
            assertThat(scripted.jobsCreated() - before)
                    .as("jobs after a death at entry %d", entries)
                    .isOne();
        }
        assertThat(entries).isGreaterThan(10);
    }

    private static Journal dying(Journal kept, AtomicInteger left) {
        return new Journal() {
            @Override
            public long append(String stream, long expectedSize, List<JournalEntry> entries) {
                if (left.getAndDecrement() <= 0) {
                    throw new JournalUnavailableException("killed", "Start again.", false, new IOException());
                }
                return kept.append(stream, expectedSize, entries);
            }

            @Override
            public List<JournalEntry> read(String stream, long fromSequence, int limit) {
                return kept.read(stream, fromSequence, limit);
            }
        };
    }

    @Test
    void train_byHand_waitsForTheRound() throws Exception {
        ContinuousTraining training = training(journal).build();
        assertThat(training.train("now")).isEmpty();
        training.addAll(examples(0, 12));

        TrainingRound round = training.train("a release").orElseThrow();

        assertThat(round.outcome()).isEqualTo(TrainingRound.Outcome.REGISTERED);
        assertThat(round.reason()).isEqualTo("a release");
        assertThat(training.queued()).isEmpty();
    }

    @Test
    void begin_byHand_opensOneRoundAndDoesNotWait() {
        ContinuousTraining training = training(journal).build();
        assertThat(training.begin("now")).isEmpty();
        training.addAll(examples(0, 12));

        TrainingRound round = training.begin("a release").orElseThrow();

        assertThat(round.outcome()).isEqualTo(TrainingRound.Outcome.OPEN);
        assertThat(round.reason()).isEqualTo("a release");
        assertThat(training.begin("again"))
                .get()
                .extracting(TrainingRound::number)
                .isEqualTo(1);
        assertThat(training.rounds()).hasSize(1);
    }

    /** What an earlier commit has written; never change it. */
    @Test
    void rounds_entriesOfAnEarlierCommit_areRead() {
        Instant then = Instant.parse("2026-11-28T23:00:00Z");
        String example =
                "{\"kind\":\"chat\",\"metadata\":{},\"provenance\":{\"kind\":\"human\",\"source\":\"code\",\"line\":0,\"row\":0},\"record\":"
                        + "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"},{\"role\":\"assistant\",\"content\":\"a\"}]}}";
        for (String question : List.of("q1", "q2", "q2", "q3")) {
            entry("retraining-examples:support", "example.queued", then, example.formatted(question));
        }
        entry(
                "retraining-rejects:support",
                "example.rejected",
                then,
                "{\"example\":\"" + example.formatted("bad").replace("\"", "\\\"")
                        + "\",\"reasons\":[\"empty_answer\"]}");
        entry(
                "retraining:support",
                "round.begun",
                then,
                "{\"round\":1,\"reason\":\"why\",\"upTo\":3,\"replay\":0.25,\"tunedModel\":\"m0\"}");
        entry(
                "retraining:support",
                "round.over",
                then.plusSeconds(60),
                "{\"round\":1,\"outcome\":\"registered\",\"promoted\":true,\"note\":\"fine\",\"run\":\"r1\","
                        + "\"version\":\"1.0.0\",\"model\":\"m1\"}");
        entry("retraining:support", "round.begun", then, "{\"round\":2,\"reason\":\"why\",\"upTo\":4,\"replay\":1.0}");
        entry(
                "retraining:support",
                "round.over",
                then,
                "{\"round\":2,\"outcome\":\"failed\",\"promoted\":false,\"note\":\"no\"}");

        ContinuousTraining training = training(journal).build();

        assertThat(training.rounds()).hasSize(2);
        TrainingRound round = training.rounds().get(0);
        assertThat(round.startedFrom()).contains("m0");
        assertThat(round.runId()).contains("r1");
        assertThat(round.modelId()).contains("m1");
        assertThat(round.endedAt()).contains(then.plusSeconds(60));
        assertThat(round.note()).isEqualTo("fine");
        assertThat(training.examplesOf(round)).hasSize(2);
        assertThat(training.rounds().get(1).outcome()).isEqualTo(TrainingRound.Outcome.FAILED);
        assertThat(training.queued())
                .singleElement()
                .satisfies(queued -> assertThat(queued.messages().get(0).text()).isEqualTo("q3"));
        assertThat(training.rejected())
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.reasons()).containsExactly("empty_answer"));
    }

    private void entry(String stream, String type, Instant at, String body) {
        journal.append(stream, Journal.ANY_SIZE, List.of(new JournalEntry(type, at, body)));
    }
}
