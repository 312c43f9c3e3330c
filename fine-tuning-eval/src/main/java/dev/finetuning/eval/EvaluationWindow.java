package dev.finetuning.eval;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * The questions to one model under way: as many lanes as calls may be in flight each take the next
 * question as soon as their last one is answered and kept. Scoring has threads of its own, so that no
 * call ever waits for it.
 */
final class EvaluationWindow {
    private static final long GRACE_SECONDS = 5;

    private final Queue<QuestionGroup> missing;
    private final EvaluationTask task;
    private final CaseResults results;
    private final Asker asker;
    private final ExecutorService scorers;
    private final Queue<Future<?>> scorings = new ConcurrentLinkedQueue<>();

    EvaluationWindow(
            List<QuestionGroup> missing,
            EvaluationTask task,
            CaseResults results,
            Asker asker,
            ExecutorService scorers) {
        this.missing = new ConcurrentLinkedQueue<>(missing);
        this.task = task;
        this.results = results;
        this.asker = asker;
        this.scorers = scorers;
    }

    /** Returns once every question is answered and scored, or the evaluation has to stop. */
    void run(int concurrency) {
        int lanes = Math.min(concurrency, missing.size());
        List<CallGuard> guards =
                IntStream.range(0, lanes).mapToObj(i -> new CallGuard()).toList();
        CountDownLatch done = new CountDownLatch(lanes);
        guards.forEach(guard -> start(guard, done));
        await(done, guards);
    }

    private void start(CallGuard guard, CountDownLatch done) {
        Threads.daemon("evaluation-calls")
                .newThread(() -> {
                    try {
                        lane(guard);
                    } finally {
                        done.countDown();
                    }
                })
                .start();
    }

    @SuppressWarnings("CatchingUnchecked") // whatever ends a lane must reach the caller
    private void lane(CallGuard guard) {
        try {
            QuestionGroup group = missing.poll();
            while (group != null && !task.tally().stopped()) {
                Answer answer = asker.ask(group.question(), guard);
                task.keep(group.key(), answer);
                settle(group, answer);
                group = missing.poll();
            }
        } catch (InterruptedException e) {
            task.tally().stop();
        } catch (RuntimeException | Error e) {
            task.tally().fail(e);
        }
    }

    // an error has nothing to score, and too many of them must stop the lanes at once
    private void settle(QuestionGroup group, Answer answer) {
        if (answer.error() == null) {
            scorings.add(scorers.submit(() -> results.score(group, answer)));
        } else {
            results.score(group, answer);
        }
    }

    private void await(CountDownLatch lanes, List<CallGuard> guards) {
        try {
            lanes.await();
            for (Future<?> scoring : scorings) {
                await(scoring);
            }
        } catch (InterruptedException e) {
            task.tally().stop();
            guards.forEach(CallGuard::cancel);
            awaitBriefly(lanes);
            Thread.currentThread().interrupt();
            throw new EvaluationInterruptedException(task.modelId(), e);
        }
    }

    private void await(Future<?> scoring) throws InterruptedException {
        while (true) {
            try {
                scoring.get(1, TimeUnit.MINUTES);
                return;
            } catch (TimeoutException e) {
                task.tally().throwFailure();
            } catch (ExecutionException e) {
                throw new IllegalStateException("scoring reports what goes wrong to the tally", e);
            }
        }
    }

    // answers that are just arriving are still kept; a call that ignores interruption is left behind
    private static void awaitBriefly(CountDownLatch lanes) {
        try {
            lanes.await(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }
}
