package dev.finetuning.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.Sleeper;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RetryLaterException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReadRetriesTest {
    private static final Incident INCIDENT = Incident.of("host", "look at job");

    private final List<Duration> pauses = new ArrayList<>();
    private final Deque<ProviderException> failures = new ArrayDeque<>();
    private int asked;

    private ReadRetries retries(Duration patience) {
        return new ReadRetries(patience, pauses::add, new SplittableRandom(7));
    }

    private String answer() {
        asked++;
        ProviderException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
        return "answer";
    }

    private static RetryLaterException busy(Duration retryAfter) {
        return new RetryLaterException(INCIDENT, "busy", retryAfter, null);
    }

    @Test
    void read_passingFailures_isRepeatedWithGrowingJitter() {
        failures.add(busy(null));
        failures.add(new ProviderFaultException(INCIDENT, "cut short", null));
        failures.add(busy(null));

        assertThat(retries(Duration.ofMinutes(1)).read(this::answer)).isEqualTo("answer");

        assertThat(asked).isEqualTo(4);
        assertThat(pauses.get(0)).isLessThan(Duration.ofMillis(500));
        assertThat(pauses.get(1)).isLessThan(Duration.ofSeconds(1));
        assertThat(pauses.get(2)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void read_retryAfterWithinThePatience_isObeyedInFull() {
        failures.add(busy(Duration.ofSeconds(45)));

        retries(Duration.ofMinutes(1)).read(this::answer);

        assertThat(pauses).containsExactly(Duration.ofSeconds(45));
    }

    @Test
    void read_retryAfterBeyondThePatience_goesToTheCallerAtOnce() {
        failures.add(busy(Duration.ofSeconds(45)));

        assertThatThrownBy(() -> retries(Duration.ofSeconds(10)).read(this::answer))
                .isInstanceOfSatisfying(
                        RetryLaterException.class,
                        e -> assertThat(e.retryAfter()).contains(Duration.ofSeconds(45)));
        assertThat(pauses).isEmpty();
    }

    @Test
    void read_noPatience_isSentOnce() {
        failures.add(busy(Duration.ZERO));

        assertThatThrownBy(() -> retries(Duration.ZERO).read(this::answer)).isInstanceOf(RetryLaterException.class);
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void read_failureThatDoesNotPass_isNotRepeated() {
        failures.add(new CredentialsException(INCIDENT, "no such key", null));
        assertThatThrownBy(() -> retries(Duration.ofMinutes(1)).read(this::answer))
                .isInstanceOf(CredentialsException.class);

        failures.add(new OutcomeUnknownException(INCIDENT, "lost", null, null));
        assertThatThrownBy(() -> retries(Duration.ofMinutes(1)).read(this::answer))
                .isInstanceOf(OutcomeUnknownException.class);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void read_outage_addsTenRepeatsInAllHoweverManyAsk() {
        ReadRetries retries = retries(Duration.ofMinutes(1));

        for (int i = 0; i < 1_000; i++) {
            assertThatThrownBy(() -> retries.read(() -> {
                        asked++;
                        throw busy(Duration.ofSeconds(1));
                    }))
                    .isInstanceOf(RetryLaterException.class);
        }

        assertThat(asked).isEqualTo(1_010);
    }

    @Test
    void read_budgetUsedUp_isFilledBySuccesses() {
        ReadRetries retries = retries(Duration.ofMinutes(1));
        for (int i = 0; i < 20; i++) {
            failures.add(busy(null));
        }
        while (!failures.isEmpty()) {
            assertThatThrownBy(() -> retries.read(this::answer)).isInstanceOf(RetryLaterException.class);
        }
        for (int i = 0; i < 11; i++) {
            retries.read(this::answer);
        }
        failures.add(busy(null));

        assertThat(retries.read(this::answer)).isEqualTo("answer");
    }

    @Test
    void read_interruptedInAPause_throwsTheFailureAndKeepsTheFlag() {
        Sleeper interrupted = pause -> {
            throw new InterruptedException();
        };
        failures.add(busy(null));
        ReadRetries retries = new ReadRetries(Duration.ofMinutes(1), interrupted, new SplittableRandom(7));

        assertThatThrownBy(() -> retries.read(this::answer)).isInstanceOf(RetryLaterException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
