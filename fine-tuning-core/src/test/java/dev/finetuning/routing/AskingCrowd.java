package dev.finetuning.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.Sleeper;
import dev.finetuning.chat.ChatRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Threads that ask without a break, spread over several models, until they are closed. */
final class AskingCrowd implements AutoCloseable {
    private static final ChatRequest HELLO = ChatRequest.of("hello");
    private static final Duration BREATH = Duration.ofMillis(2);

    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final Queue<Long> late = new ConcurrentLinkedQueue<>();
    private final AtomicLong questions = new AtomicLong();
    private final AtomicLong longest = new AtomicLong();
    private volatile Expected expected = new Expected("", Long.MAX_VALUE);
    private volatile boolean over;

    /** What every question answers that begins after a moment. */
    private record Expected(String answer, long after) {}

    AskingCrowd(int number, List<RoutedModel> models) {
        for (int i = 0; i < number; i++) {
            RoutedModel model = models.get(i % models.size());
            Thread thread = new Thread(() -> ask(model), "crowd-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private void ask(RoutedModel model) {
        while (!over) {
            long begun = System.nanoTime();
            try {
                String answer = model.ask(HELLO).text();
                Expected now = expected;
                if (begun - now.after() > 0 && now.after() != Long.MAX_VALUE && !answer.equals(now.answer())) {
                    late.add(begun - now.after());
                }
                longest.accumulateAndGet(System.nanoTime() - begun, Math::max);
                questions.incrementAndGet();
                Sleeper.system().sleep(BREATH);
            } catch (InterruptedException | RuntimeException e) {
                failures.add(e);
            }
        }
    }

    /** From so long after now on, every question is answered by this. */
    void expect(String answer, Duration within) {
        expected = new Expected(answer, System.nanoTime() + within.toNanos());
    }

    /** What was expected last may change again. */
    void expectNothing() {
        expected = new Expected("", Long.MAX_VALUE);
    }

    long questions() {
        return questions.get();
    }

    Duration longest() {
        return Duration.ofNanos(longest.get());
    }

    void requireNoFailureAndNoLateAnswer() {
        assertThat(failures).isEmpty();
        assertThat(late)
                .as("answers of the earlier version after the staleness")
                .isEmpty();
    }

    @Override
    public void close() {
        over = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
