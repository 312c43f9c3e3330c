package dev.finetuning.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.finetuning.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Work on a clock that the test moves, and once on a real one. */
@Timeout(60)
class SchedulerTest {
    private final ManualTime time = ManualTime.create();
    private final ManualExecutor executor = new ManualExecutor(time);
    private final List<Duration> done = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Instant start = time.instant();

    @AfterEach
    void shutDown() {
        executor.shutdownNow();
    }

    private Scheduler.Builder scheduler() {
        return Scheduler.builder(executor)
                .clock(time)
                .onFailure((name, failure) -> failures.add(name + ": " + failure.getMessage()));
    }

    private void note() {
        done.add(Duration.between(start, time.instant()));
    }

    @Test
    void work_period_isDoneAtItsTimesAndNotBefore() {
        scheduler().add("work", Schedule.every(Duration.ofHours(5)), this::note).start();

        executor.pass(Duration.ofHours(16));

        assertThat(done).containsExactly(Duration.ofHours(5), Duration.ofHours(10), Duration.ofHours(15));
    }

    @Test
    void work_takesLongerThanItsPeriod_isDoneNextAfterIt() {
        scheduler()
                .add("work", Schedule.every(Duration.ofMinutes(10)), () -> {
                    note();
                    time.advance(Duration.ofMinutes(35));
                })
                .start();

        executor.pass(Duration.ofMinutes(100));

        assertThat(done).containsExactly(Duration.ofMinutes(10), Duration.ofMinutes(55), Duration.ofMinutes(100));
    }

    @Test
    void work_machineSleptOverItsTime_isDoneOnceWithinAMinute() {
        scheduler().add("work", Schedule.every(Duration.ofHours(1)), this::note).start();
        executor.pass(Duration.ofMinutes(30));

        // the executor's own time stands still while the machine sleeps
        time.advance(Duration.ofHours(9));
        executor.pass(Duration.ofMinutes(1));

        assertThat(done)
                .singleElement()
                .satisfies(at -> assertThat(at).isBetween(Duration.ofMinutes(570), Duration.ofMinutes(571)));
    }

    @Test
    void work_fails_isReportedAndDoneAgain() {
        AtomicInteger turns = new AtomicInteger();
        scheduler()
                .add("unlucky", Schedule.every(Duration.ofHours(1)), () -> {
                    if (turns.incrementAndGet() == 1) {
                        throw new java.io.IOException("no disk");
                    }
                    throw new AssertionError("an error too");
                })
                .add("lucky", Schedule.every(Duration.ofHours(1)), this::note)
                .start();

        executor.pass(Duration.ofHours(2));

        assertThat(failures).containsExactly("unlucky: no disk", "unlucky: an error too");
        assertThat(done).hasSize(2);
    }

    @Test
    void work_listenerFailsToo_isDoneAgain() {
        scheduler()
                .onFailure((name, failure) -> {
                    throw new IllegalStateException("the listener");
                })
                .add("work", Schedule.every(Duration.ofHours(1)), () -> {
                    note();
                    throw new IllegalStateException("the work");
                })
                .start();

        executor.pass(Duration.ofHours(3));

        assertThat(done).hasSize(3);
    }

    @Test
    void schedule_endsOrFails_endsThatWorkOnly() {
        scheduler()
                .add(
                        "once",
                        after -> after.equals(start) ? Optional.of(start.plusSeconds(60)) : Optional.empty(),
                        this::note)
                .add(
                        "broken",
                        after -> {
                            throw new IllegalStateException("no time");
                        },
                        this::note)
                .start();

        executor.pass(Duration.ofDays(1));

        assertThat(done).containsExactly(Duration.ofMinutes(1));
        assertThat(failures).containsExactly("broken: no time");
        assertThat(executor.waiting()).isZero();
    }

    @Test
    void work_interrupted_endsAndKeepsTheInterruption() {
        scheduler()
                .add("work", Schedule.every(Duration.ofHours(1)), () -> {
                    note();
                    throw new InterruptedException();
                })
                .start();

        executor.pass(Duration.ofHours(3));

        assertThat(done).hasSize(1);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void close_beginsNoTurnAnyMore() {
        Scheduler scheduler = scheduler()
                .add("work", Schedule.every(Duration.ofHours(1)), this::note)
                .start();
        executor.pass(Duration.ofHours(1));
        scheduler.close();

        executor.pass(Duration.ofDays(1));

        assertThat(done).hasSize(1);
    }

    @Test
    void start_executorIsShutDown_endsQuietly() {
        scheduler()
                .add("work", Schedule.every(Duration.ofHours(1)), executor::shutdownNow)
                .start();

        executor.pass(Duration.ofDays(1));

        assertThat(failures).isEmpty();
        assertThat(executor.waiting()).isZero();
    }

    @Test
    void add_nameTwice_isRefused() {
        Scheduler.Builder builder = scheduler().add("work", Schedule.every(Duration.ofHours(1)), this::note);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.add("work", Schedule.every(Duration.ofHours(2)), this::note));
    }

    @Test
    void work_realExecutor_isDoneAgainAndAgain() throws InterruptedException {
        ScheduledExecutorService real = Executors.newSingleThreadScheduledExecutor();
        CountDownLatch thrice = new CountDownLatch(3);
        try (Scheduler scheduler = Scheduler.builder(real)
                .add("work", Schedule.every(Duration.ofMillis(1)), thrice::countDown)
                .start()) {
            thrice.await();
            assertThat(scheduler).isNotNull();
        } finally {
            real.shutdownNow();
        }
    }
}
