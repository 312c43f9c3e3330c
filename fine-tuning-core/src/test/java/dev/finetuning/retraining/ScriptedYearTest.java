package dev.finetuning.retraining;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.notification.NotDeliveredException;
import dev.finetuning.notification.Notification;
import dev.finetuning.notification.NotificationTopic;
import dev.finetuning.notification.Notifications;
import dev.finetuning.notification.RetirementGuard;
import dev.finetuning.registry.AliasMove;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.RegistryEvent;
import dev.finetuning.registry.promotion.Gate;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.routing.HealthLimits;
import dev.finetuning.routing.HealthWatch;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.FineTuningRunsBuilder;
import dev.finetuning.run.RunEvaluation;
import dev.finetuning.testing.JobScript;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.testing.ScriptedTrainingPipeline;
import dev.finetuning.training.JobFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A year of weekly trainings on a clock that the test moves: two jobs fail, one version is worse than it should be, one
 * does badly in production, and the base model is to be shut down. All of it is told to a receiver that fails half of
 * the time.
 */
@Timeout(120)
class ScriptedYearTest {
    private static final Set<Integer> WEEKS_WITH_A_FAILED_JOB = Set.of(10, 30);
    private static final int BAD_VERSION = 20;
    private static final int BAD_DAY = 200;
    private static final Duration A_STEP = Duration.ofHours(6);

    @TempDir
    Path folder;

    private final ManualTime time = ManualTime.create();
    private final Instant start = time.instant();
    private final Instant shutdown = start.plus(Duration.ofDays(330));
    private final InMemoryJournal journal = new InMemoryJournal();
    private final ModelRegistry registry = JournaledModelRegistry.open(journal, time.withZone(ZoneOffset.UTC));
    private final ScriptedTrainingPipeline provider =
            ScriptedTrainingPipeline.of(time, JobScript.succeeding(), ScriptedChatModel.echo("tuned"));
    private final SplittableRandom random = new SplittableRandom(365);
    /** What the receiver has accepted, by id; a second one with the same id changes nothing. */
    private final Map<String, Notification> heard = new LinkedHashMap<>();

    private int evaluations;
    private int receivedTwice;

    private FineTuningRunsBuilder runs() {
        return FineTuningRuns.builder(journal, folder, provider, registry)
                .evaluation(RunEvaluation.of(
                        Set.of("accuracy"),
                        task -> RunEvaluation.Result.of(List.of(ScoreCard.of(
                                "accuracy",
                                ++evaluations == BAD_VERSION ? 0.3 : 0.9,
                                Direction.HIGHER_IS_BETTER,
                                50,
                                time.instant())))))
                .promotion(PromotionPolicy.of(Gate.atLeast("accuracy", 0.8)), Alias.PRODUCTION)
                .clock(time)
                .sleeper(time);
    }

    private void receive(Notification notification) {
        double luck = random.nextDouble();
        if (luck < 0.25) {
            throw new NotDeliveredException("it is down", null);
        }
        if (heard.putIfAbsent(notification.id(), notification) != null) {
            receivedTwice++;
        }
        if (luck < 0.5) {
            throw new NotDeliveredException("it answered too late", null);
        }
    }

    @Test
    void year_weeklyTrainings_isAStoryThatEveryoneHears() throws InterruptedException {
        FineTuningRuns runs = runs().build();
        ContinuousTraining training = ContinuousTraining.builder("support", "base", journal, runs)
                .policy(RetrainingPolicy.every(Duration.ofDays(7)))
                .clock(time)
                .build();
        HealthWatch health = HealthWatch.builder(
                        registry,
                        Alias.PRODUCTION,
                        HealthLimits.errorRate(0.5).withWindow(20, 10).withScore(0.5),
                        version -> provider.chatModel(version.modelId()))
                .executor(Runnable::run)
                .clock(time)
                .rollingBack();
        RetirementGuard guard = RetirementGuard.builder(registry)
                .clock(time)
                .baseModel("base", shutdown, "the provider's page")
                .build();
        Notifications notifications = Notifications.builder("team", journal, this::receive)
                .watch(runs)
                .watch(registry)
                .watch(training)
                .watch(guard)
                // it is tried four times a day only
                .giveUpAfter(Duration.ofDays(30))
                .clock(time)
                .build();
        Map<Instant, Optional<String>> inProduction = new TreeMap<>();

        for (int day = 0; day < 365; day++) {
            // there were some before the year
            for (int i = 0; i < (day == 0 ? 50 : 5); i++) {
                training.add(ChatExample.of(
                        Message.user("question " + i + " of day " + day), Message.assistant("answer " + i)));
            }
            if (day % 7 == 0 && WEEKS_WITH_A_FAILED_JOB.contains(day / 7)) {
                provider.failNextJob(JobFailure.of("the machine burnt down"));
            }
            if (day == BAD_DAY) {
                ModelVersion serving = production().orElseThrow();
                for (int i = 0; i < 10; i++) {
                    health.feedback(serving, 0.1);
                }
            }
            for (int step = 0; step < 4; step++) {
                training.advance();
                notifications.advance();
                time.advance(A_STEP);
            }
            inProduction.put(time.instant().minusSeconds(1), production().map(ModelVersion::id));
        }
        for (int i = 0; i < 100 && !notifications.pending().isEmpty(); i++) {
            time.advance(Duration.ofHours(1));
            notifications.advance();
        }

        assertThat(training.rounds()).hasSizeBetween(51, 53);
        assertThat(training.rounds())
                .filteredOn(round -> round.outcome() == TrainingRound.Outcome.FAILED)
                .hasSize(WEEKS_WITH_A_FAILED_JOB.size())
                .allSatisfy(round -> assertThat(round.note()).contains("the machine burnt down"));
        assertThat(training.rounds())
                .filteredOn(round -> round.outcome() == TrainingRound.Outcome.REGISTERED && !round.promoted())
                .hasSize(1);
        assertThat(rollbacks()).singleElement().satisfies(rollback -> {
            assertThat(rollback.by().who()).isEqualTo("health watch");
            assertThat(rollback.by().why()).contains("score");
            assertThat(Duration.between(start, rollback.at()).toDays()).isEqualTo(BAD_DAY);
        });
        assertThat(inProduction)
                .allSatisfy((instant, version) -> assertThat(
                                registry.productionAt("support", instant).map(ModelVersion::id))
                        .isEqualTo(version));

        assertThat(notifications.pending()).isEmpty();
        assertThat(notifications.givenUp()).isEmpty();
        assertThat(receivedTwice).as("it had to be told again").isPositive();
        assertThat(told(NotificationTopic.RETRAINING, "failed")).isEqualTo(2);
        assertThat(told(NotificationTopic.RUN, "has failed: ")).isEqualTo(2);
        assertThat(told(NotificationTopic.PROMOTION, "is refused as production"))
                .isEqualTo(1);
        assertThat(told(NotificationTopic.ROLLBACK, "is rolled back")).isEqualTo(1);
        assertThat(told(NotificationTopic.VERSION, "is registered"))
                .isEqualTo(registry.view().versions("support").size());
        assertThat(told(NotificationTopic.PROMOTION, "production moves"))
                .isEqualTo(training.rounds().stream()
                        .filter(TrainingRound::promoted)
                        .count());
        assertThat(heard.values())
                .filteredOn(news -> news.topic() == NotificationTopic.RETIREMENT)
                .as("each version in use is warned of once for each horizon, so the last weeks name new ones too")
                .isNotEmpty()
                .allSatisfy(news -> assertThat(news.text()).contains(shutdown.toString()));
    }

    private Optional<ModelVersion> production() {
        return registry.byAlias("support", Alias.PRODUCTION);
    }

    private List<RegistryEvent> rollbacks() {
        return registry.history("support").stream()
                .filter(event -> event instanceof RegistryEvent.AliasMoved moved
                        && moved.move().kind() == AliasMove.Kind.ROLLBACK)
                .toList();
    }

    private long told(NotificationTopic topic, String words) {
        return heard.values().stream()
                .filter(news -> news.topic() == topic && news.text().contains(words))
                .count();
    }
}
