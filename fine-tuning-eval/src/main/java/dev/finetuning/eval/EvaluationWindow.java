package dev.finetuning.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * The questions to one model under way: as many lanes as calls may be in flight each take the next
 * question as soon as their last one is answered and kept. Scoring has threads of its own, so that no
 * call ever waits for it.
 */
final class EvaluationWindow {
    private static final long GRACE_SECONDS = 5;

    private final List<Question> questions;
    private final EvaluationTask task;
    private final Asker asker;
    private final ExecutorService scorers;
    private final AtomicReferenceArray<CaseResult> results;

    EvaluationWindow(List<Question> questions, EvaluationTask task, Asker asker, ExecutorService scorers) {
        this.questions = questions;
        this.task = task;
        this.asker = asker;
        this.scorers = scorers;
        this.results = new AtomicReferenceArray<>(questions.size());
    }

    /** The results in the order of the questions. */
    List<CaseResult> run(Map<String, Answer> known, int concurrency) {
        Queue<Group> missing = new ConcurrentLinkedQueue<>();
        for (Group group : groups()) {
            Answer answer = known.get(group.key());
            if (answer == null) {
                missing.add(group);
            } else {
                score(group, answer);
            }
        }
        int lanes = Math.min(concurrency, missing.size());
        List<CallGuard> guards =
                IntStream.range(0, lanes).mapToObj(i -> new CallGuard()).toList();
        CountDownLatch done = new CountDownLatch(lanes);
        guards.forEach(guard -> start(missing, guard, done));
        await(done, guards);
        task.tally().throwFailure();
        return IntStream.range(0, questions.size())
                .mapToObj(i -> Objects.requireNonNull(results.get(i)))
                .toList();
    }

    /** Questions that are the same request get the same answer and are asked once. */
    private Iterable<Group> groups() {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (int i = 0; i < questions.size(); i++) {
            Group group = groups.computeIfAbsent(questions.get(i).key(), Group::new);
            group.indexes().add(i);
        }
        return groups.values();
    }

    private void start(Queue<Group> missing, CallGuard guard, CountDownLatch done) {
        Threads.daemon("evaluation-calls")
                .newThread(() -> {
                    try {
                        lane(missing, guard);
                    } finally {
                        done.countDown();
                    }
                })
                .start();
    }

    @SuppressWarnings("CatchingUnchecked") // whatever ends a lane must reach the caller
    private void lane(Queue<Group> missing, CallGuard guard) {
        try {
            Group group = missing.poll();
            while (group != null && !task.tally().stopped()) {
                Answer answer = asker.ask(questions.get(group.indexes().get(0)), guard);
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
    private void settle(Group group, Answer answer) {
        if (answer.error() == null) {
            scorers.execute(() -> score(group, answer));
        } else {
            score(group, answer);
        }
    }

    private void score(Group group, Answer answer) {
        try {
            for (int index : group.indexes()) {
                CaseResult result = task.scoring().result(questions.get(index), answer, task.id());
                results.set(index, result);
                task.tally().add(result);
            }
        } catch (RuntimeException | Error e) {
            task.tally().fail(e);
        }
    }

    private void await(CountDownLatch lanes, List<CallGuard> guards) {
        try {
            lanes.await();
            scorers.shutdown();
            while (!scorers.awaitTermination(1, TimeUnit.MINUTES)) {
                task.tally().throwFailure();
            }
        } catch (InterruptedException e) {
            task.tally().stop();
            guards.forEach(CallGuard::cancel);
            awaitBriefly(lanes);
            Thread.currentThread().interrupt();
            throw new EvaluationInterruptedException(task.modelId(), e);
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

    private record Group(String key, List<Integer> indexes) {
        Group(String key) {
            this(key, new java.util.ArrayList<>());
        }
    }
}
