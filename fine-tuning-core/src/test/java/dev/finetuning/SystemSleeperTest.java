package dev.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SystemSleeperTest {
    @Test
    void sleep_shortPauses_lastAtLeastAsLongAsAsked() throws InterruptedException {
        Duration pause = Duration.ofNanos(1_300_000);
        for (int i = 0; i < 20; i++) {
            long start = System.nanoTime();
            Sleeper.system().sleep(pause);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(pause.toNanos());
        }
    }

    // the best of several tries: a busy machine wakes a thread late
    @Test
    void sleep_fractionsOfAMillisecond_areNotRoundedUp() throws InterruptedException {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 10 && best >= 1_900_000; i++) {
            long start = System.nanoTime();
            Sleeper.system().sleep(Duration.ofNanos(1_100_000));
            best = Math.min(best, System.nanoTime() - start);
        }
        assertThat(best).isLessThan(1_900_000);
    }

    @Test
    void sleep_nothingOrLess_returnsAtOnce() throws InterruptedException {
        Sleeper.system().sleep(Duration.ZERO);
        Sleeper.system().sleep(Duration.ofSeconds(-1));
    }

    @Test
    @Timeout(30)
    void sleep_interruptedBeforeOrMeanwhile_throwsAndClearsTheFlag() throws InterruptedException {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> Sleeper.system().sleep(Duration.ofDays(400_000)));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();

        Thread sleeping = Thread.currentThread();
        Thread waker = new Thread(sleeping::interrupt);
        waker.start();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> Sleeper.system().sleep(Duration.ofDays(400_000)));
        waker.join();
    }
}
