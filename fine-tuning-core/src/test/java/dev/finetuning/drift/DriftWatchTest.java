package dev.finetuning.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.notification.Notification;
import dev.finetuning.notification.NotificationTopic;
import dev.finetuning.notification.Notifications;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.registry.version.Interval;
import dev.finetuning.registry.version.ScoreCard;
import dev.finetuning.retraining.QueueStatus;
import dev.finetuning.testing.ManualTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DriftWatchTest {
    private static final int MONTHS = 400;
    private static final int A_MONTH = 3_000;

    private final ManualTime time = ManualTime.create();

    /** Scores with a known mean and standard deviation. */
    enum Scores {
        COIN(0.5, 0.5),
        MOSTLY_RIGHT(0.8, 0.4),
        NEARLY_ALWAYS_RIGHT(0.95, 0.218),
        EVEN(0.5, 0.289),
        /** The largest of three. */
        HIGH(0.75, 0.194);

        final double mean;
        final double deviation;

        Scores(double mean, double deviation) {
            this.mean = mean;
            this.deviation = deviation;
        }

        double draw(SplittableRandom random) {
            double even = random.nextDouble();
            return switch (this) {
                case COIN, MOSTLY_RIGHT, NEARLY_ALWAYS_RIGHT -> even < mean ? 1 : 0;
                case EVEN -> even;
                case HIGH -> Math.max(even, Math.max(random.nextDouble(), random.nextDouble()));
            };
        }

        /** A score after the mean has fallen by so many standard deviations: some good ones are lost. */
        double fallen(SplittableRandom random, double deviations) {
            double score = draw(random);
            return random.nextDouble() < 1 - deviations * deviation / mean ? score : 0;
        }
    }

    private static DriftWatch scores(double lowestMean) {
        return DriftWatch.builder("support@1.0.0")
                .expectScores("score", lowestMean)
                .build();
    }

    @Test
    void states_untilAnAlarmAndAfterARestart_sayHowFarTheEvidenceHasCome() {
        double[] lengths = new SplittableRandom(1).doubles(50).toArray();
        DriftWatch watch = DriftWatch.builder("support@1.0.0")
                .expectScores("score", 0.8)
                .expectLike("length", lengths)
                .clock(time)
                .build();
        assertThat(watch.states()).extracting(DriftState::what).containsExactly("score", "length");
        assertThat(watch.states()).allSatisfy(state -> {
            assertThat(state.recent()).isEmpty();
            assertThat(state.evidence()).isZero();
        });

        double before = 0;
        while (watch.observe("score", 0.1).isEmpty()) {
            double now = watch.states().get(0).evidence();
            assertThat(now)
                    .isGreaterThan(before)
                    .isLessThan(watch.states().get(0).alarmAt());
            before = now;
        }
        DriftState rung = watch.states().get(0);
        assertThat(rung.evidence()).isGreaterThanOrEqualTo(rung.alarmAt());
        assertThat(rung.recent().orElseThrow()).isEqualTo(0.1, within(1e-9));
        assertThat(rung.alarm()).isEqualTo(Optional.of(watch.alarms().get(0)));
        assertThat(rung.observations()).isEqualTo(watch.alarms().get(0).observations());

        watch.restart("score");
        assertThat(watch.states().get(0))
                .isEqualTo(
                        new DriftState("score", 0.8, 0, OptionalDouble.empty(), 0, rung.alarmAt(), Optional.empty()));
    }

    /** Two thousand months in all. */
    @ParameterizedTest
    @EnumSource
    void observe_quietMonths_raisesFewFalseAlarms(Scores scores) {
        SplittableRandom random = new SplittableRandom(20_261_129);
        int alarms = 0;
        for (int month = 0; month < MONTHS; month++) {
            DriftWatch watch = scores(scores.mean);
            for (int i = 0; i < A_MONTH && watch.alarms().isEmpty(); i++) {
                watch.observe("score", scores.draw(random));
            }
            alarms += watch.alarms().size();
        }
        assertThat(alarms)
                .as("at most 1 %% of %d, even with no margin below the mean", MONTHS)
                .isLessThanOrEqualTo(MONTHS / 100);
    }

    /** The guide's table: how many values it takes in 19 of 20 cases, where 500 quiet ones came before. */
    @ParameterizedTest
    @CsvSource({
        "COIN, 0.5, 310",
        "MOSTLY_RIGHT, 0.5, 310",
        "NEARLY_ALWAYS_RIGHT, 0.5, 310",
        "EVEN, 0.5, 310",
        "HIGH, 0.5, 310",
        "COIN, 1, 120",
        "MOSTLY_RIGHT, 1, 120",
        "NEARLY_ALWAYS_RIGHT, 1, 120",
        "EVEN, 1, 120",
        "HIGH, 1, 120"
    })
    void observe_scoresFall_isFoundSoon(Scores scores, double deviations, int within) {
        SplittableRandom random = new SplittableRandom(7);
        int[] found = new int[200];
        for (int i = 0; i < found.length; i++) {
            DriftWatch watch = scores(scores.mean);
            for (int quiet = 0; quiet < 500; quiet++) {
                watch.observe("score", scores.draw(random));
            }
            while (watch.alarms().isEmpty()) {
                watch.observe("score", scores.fallen(random, deviations));
                found[i]++;
            }
        }
        Arrays.sort(found);
        assertThat(found[190]).isLessThanOrEqualTo(within);
    }

    @Test
    void observe_questionsAsBefore_raisesFewFalseAlarms_longerOrShorterOnesAreFound() {
        SplittableRandom random = new SplittableRandom(3);
        int alarms = 0;
        int[] found = new int[200];
        for (int i = 0; i < found.length; i++) {
            double[] reference =
                    random.doubles(500).map(u -> Math.exp(4 + 3 * u)).toArray();
            DriftWatch watch = DriftWatch.builder("support")
                    .expectLike("length", reference)
                    .build();
            for (int quiet = 0; quiet < A_MONTH; quiet++) {
                watch.observe("length", Math.exp(4 + 3 * random.nextDouble()));
            }
            alarms += watch.alarms().size();
            watch.restart("length");
            // half a standard deviation of the logarithm, up or down
            double shift = (i % 2 == 0 ? 1 : -1) * 0.5 * 3 * Math.sqrt(1.0 / 12);
            while (watch.alarms().isEmpty()) {
                watch.observe("length", Math.exp(4 + 3 * random.nextDouble() + shift));
                found[i]++;
            }
        }
        Arrays.sort(found);
        assertThat(alarms).isLessThanOrEqualTo(2 + found.length / 100);
        assertThat(found[190]).isLessThanOrEqualTo(350);
    }

    @Test
    void expect_scoreCard_takesTheLowerEndOfItsInterval() {
        ScoreCard card = ScoreCard.of("exact", 0.9, Direction.HIGHER_IS_BETTER, 200, time.instant())
                .withInterval(new Interval(0.85, 0.94, 0.95));
        DriftWatch watch = DriftWatch.builder("support").expect("exact", card).build();
        Optional<Drift> alarm = Optional.empty();
        while (alarm.isEmpty()) {
            alarm = watch.observe("exact", 0);
        }

        assertThat(alarm.get().expected()).isEqualTo(0.85);
        assertThat(alarm.get().recent()).isZero();
        assertThat(alarm.get().text()).contains("average 0.000 where 0.850 was expected");
        assertThat(watch.observe("exact", 0)).as("one alarm is enough").isEmpty();
    }

    @Test
    void alarm_isAReasonToTrainAndToTell() throws InterruptedException {
        DriftWatch watch = DriftWatch.builder("support")
                .expectScores("score", 0.9)
                .clock(time)
                .build();
        List<Notification> arrived = new ArrayList<>();
        Notifications notifications = Notifications.builder("team", new InMemoryJournal(), arrived::add)
                .watch(watch)
                .clock(time)
                .build();
        QueueStatus status = new QueueStatus("base", 10, Optional.empty(), Optional.empty(), time.instant());
        notifications.advance();
        assertThat(watch.policy().due(status)).isEmpty();

        for (int i = 0; i < 100; i++) {
            watch.observe("score", 0);
        }
        notifications.advance();
        notifications.advance();

        assertThat(watch.policy().due(status)).get().asString().startsWith("score drifts");
        assertThat(arrived).singleElement().satisfies(news -> {
            assertThat(news.topic()).isEqualTo(NotificationTopic.DRIFT);
            assertThat(news.subject()).isEqualTo("support");
        });
        watch.restart("score");
        assertThat(watch.policy().due(status)).isEmpty();
    }

    @Test
    void whatCannotBeWatched_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scores(0.9).observe("scores", 1))
                .withMessageContaining("[score]");
        assertThatIllegalArgumentException().isThrownBy(() -> scores(0.9).observe("score", 1.01));
        assertThatIllegalArgumentException().isThrownBy(() -> scores(0.9).observe("score", Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> scores(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DriftWatch.builder("a").expectLike("length", new double[29]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DriftWatch.builder("a").falseAlarms(0, 1));
        assertThatIllegalStateException()
                .isThrownBy(() -> DriftWatch.builder("a").build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DriftWatch.builder("a")
                        .expect("latency", ScoreCard.of("latency", 0.5, Direction.LOWER_IS_BETTER, 10, time.instant())))
                .withMessageContaining("lower is better");
    }
}
