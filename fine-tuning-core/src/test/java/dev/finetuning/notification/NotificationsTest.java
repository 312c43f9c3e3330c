package dev.finetuning.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.retraining.ContinuousTraining;
import dev.finetuning.retraining.RetrainingPolicy;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import dev.finetuning.testing.JobScript;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.testing.ScriptedTrainingPipeline;
import dev.finetuning.training.JobFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class NotificationsTest {
    @TempDir
    Path folder;

    private final ManualTime time = ManualTime.create();
    private final InMemoryJournal journal = new InMemoryJournal();
    private final ModelRegistry registry = JournaledModelRegistry.open(journal, time.withZone(ZoneOffset.UTC));
    private final ScriptedTrainingPipeline scripted =
            ScriptedTrainingPipeline.of(time, JobScript.succeeding(), ScriptedChatModel.echo("tuned"));
    private final List<Notification> arrived = new ArrayList<>();

    private FineTuningRuns runs() {
        return FineTuningRuns.builder(journal, folder, scripted, registry)
                .clock(time)
                .sleeper(time)
                .build();
    }

    private Notifications.Builder to(NotificationReceiver receiver) {
        return Notifications.builder("team", journal, receiver).clock(time);
    }

    private static List<Example> examples(int count) {
        return IntStream.range(0, count)
                .mapToObj(
                        i -> (Example) ChatExample.of(Message.user("question " + i), Message.assistant("answer " + i)))
                .toList();
    }

    private static RunPlan plan() {
        return RunPlan.builder("support", "base", examples(20)).build();
    }

    private List<String> texts() {
        return arrived.stream().map(Notification::text).toList();
    }

    @Test
    void advance_runFromItsBeginningToARollback_tellsEachStepOnceInOrder() throws InterruptedException {
        FineTuningRuns runs = runs();
        Notifications notifications =
                to(arrived::add).watch(runs).watch(registry).build();
        notifications.advance();

        String first = runs.start(plan());
        runs.await(first);
        notifications.advance();
        runs.await(runs.start(plan()));
        registry.rollback("support", Alias.PRODUCTION, Author.of("anna", "it is rude"));
        notifications.advance();
        notifications.advance();

        assertThat(texts())
                .filteredOn(text -> text.startsWith("run " + first))
                .containsExactly(
                        "run " + first + " has begun",
                        "run " + first + " has the job "
                                + runs.run(first).job().id().orElseThrow(),
                        "run " + first + " has made version 1.0.0, which is promoted");
        assertThat(texts())
                .anyMatch(text -> text.startsWith("version 1.0.0 is registered"))
                .anyMatch(text -> text.startsWith("production moves to 1.0.0"))
                .anyMatch(text -> text.startsWith("production moves from 1.0.0 to 1.0.1"))
                .endsWith("production is rolled back from 1.0.1 to 1.0.0 (anna: it is rude)");
        assertThat(arrived).extracting(Notification::id).doesNotHaveDuplicates();
        assertThat(arrived).extracting(Notification::subject).containsOnly("support");
        assertThat(notifications.pending()).isEmpty();
    }

    @Test
    void advance_receiverThatFailsHalfOfTheTimeAndProcessesThatEnd_eachArrivesAndIsNotedOnce()
            throws InterruptedException {
        SplittableRandom random = new SplittableRandom(7);
        List<String> noted = new ArrayList<>();
        to(arrived::add).watch(registry).build().advance();
        for (int i = 0; i < 100; i++) {
            if (i % 5 == 0) {
                runs().await(runs().start(plan()));
            }
            // a new process each time; a third of what arrives is answered as if it had not
            Notifications.Builder builder = to(notification -> {
                double luck = random.nextDouble();
                if (luck < 0.5) {
                    throw new NotDeliveredException("down", null);
                }
                arrived.add(notification);
                if (luck < 0.65) {
                    throw new NotDeliveredException("answered too late", null);
                }
                noted.add(notification.id());
            });
            builder.watch(registry).watch(runs()).build().advance();
            time.advance(Duration.ofMinutes(1));
        }
        to(arrived::add).build().advance();

        assertThat(to(arrived::add).build().pending()).isEmpty();
        assertThat(noted).doesNotHaveDuplicates();
        assertThat(arrived.stream().map(Notification::id).distinct())
                .as("20 runs: begun, job, over; registered and promoted")
                .hasSize(20 * 5);
        assertThat(arrived).as("some came twice, under the same id").hasSizeGreaterThan(100);
    }

    @Test
    void advance_receiverThatIsDown_isAskedAgainAfterLongerAndLongerPauses() throws InterruptedException {
        int[] asked = {0};
        Notifications notifications = to(notification -> {
                    asked[0]++;
                    throw new NotDeliveredException("down", null);
                })
                .build();
        notifications.publish(Notification.of("a", NotificationTopic.OTHER, "support", "text", time.instant()));

        for (int second = 0; second < 24 * 3600; second++) {
            notifications.advance();
            time.advance(Duration.ofSeconds(1));
        }

        assertThat(asked[0]).as("10 s, 20 s, …, then every hour").isBetween(9 + 22, 9 + 24);
        assertThat(notifications.pending()).hasSize(1);
    }

    @Test
    void advance_oneThatIsAlwaysRefused_holdsUpNoOtherAndIsGivenUp() throws InterruptedException {
        Notifications notifications = to(notification -> {
                    if (notification.id().equals("poison")) {
                        throw new IllegalStateException("cannot be formatted");
                    }
                    arrived.add(notification);
                })
                .giveUpAfter(Duration.ofDays(1))
                .build();
        notifications.publish(Notification.of("poison", NotificationTopic.OTHER, "a", "text", time.instant()));
        for (int i = 0; i < 10; i++) {
            notifications.publish(Notification.of("good " + i, NotificationTopic.OTHER, "a", "text", time.instant()));
        }

        notifications.advance();
        time.advance(Duration.ofSeconds(10));
        notifications.advance();
        assertThat(arrived).hasSize(10);
        assertThat(notifications.pending()).extracting(Notification::id).containsExactly("poison");

        time.advance(Duration.ofDays(1));
        notifications.advance();
        assertThat(notifications.pending()).isEmpty();
        assertThat(notifications.givenUp()).extracting(Notification::id).containsExactly("poison");
    }

    @Test
    void advance_whatHappenedBeforeTheFirstTime_isNotTold() throws InterruptedException {
        FineTuningRuns runs = runs();
        runs.await(runs.start(plan()));
        time.advance(Duration.ofDays(1));

        to(arrived::add).watch(runs).watch(registry).build().advance();

        assertThat(arrived).isEmpty();
    }

    @Test
    void advance_sourceThatFails_keepsNothingElseBack() throws InterruptedException {
        FineTuningRuns runs = runs();
        Notifications notifications = to(arrived::add)
                .watch(from -> {
                    throw new IllegalStateException("broken");
                })
                .watch(runs)
                .build();
        notifications.advance();
        runs.start(plan());

        notifications.advance();

        assertThat(texts()).singleElement().asString().endsWith("has begun");
    }

    @Test
    void topics_chosen_leaveOutTheOthersButNotOnesOwn() throws InterruptedException {
        FineTuningRuns runs = runs();
        Notifications notifications = to(arrived::add)
                .watch(runs)
                .watch(registry)
                .topics(EnumSet.of(NotificationTopic.PROMOTION))
                .build();
        notifications.advance();
        runs.await(runs.start(plan()));
        assertThat(notifications.publish(
                        Notification.of("mine", NotificationTopic.DRIFT, "support", "drifts", time.instant())))
                .isTrue();
        assertThat(notifications.publish(
                        Notification.of("mine", NotificationTopic.DRIFT, "support", "drifts", time.instant())))
                .isFalse();

        notifications.advance();

        assertThat(arrived)
                .extracting(Notification::topic)
                .containsExactlyInAnyOrder(NotificationTopic.PROMOTION, NotificationTopic.DRIFT);
    }

    @Test
    void advance_runThatWaitsForADecision_saysWhatItWaitsFor() throws InterruptedException {
        FineTuningRuns runs = runs();
        Notifications notifications = to(arrived::add).watch(runs).build();
        notifications.advance();
        scripted.failNextJob(JobFailure.of("the provider's fault"));
        runs.await(runs.start(plan()));

        notifications.advance();

        assertThat(texts()).last().asString().contains("has failed: ").contains("the provider's fault");
    }

    @Test
    void advance_roundsOfAContinuousTraining_areTold() throws InterruptedException {
        ContinuousTraining training = ContinuousTraining.builder("support", "base", journal, runs())
                .policy(RetrainingPolicy.afterExamples(20))
                .clock(time)
                .build();
        Notifications notifications = to(arrived::add).watch(training).build();
        notifications.advance();
        training.addAll(examples(20));
        training.train("it is monday");

        notifications.advance();

        assertThat(texts()).hasSize(2).first().isEqualTo("round 1 has begun: it is monday");
        assertThat(texts()).last().asString().startsWith("round 1 has made version 1.0.0, which is promoted");
    }
}
