package dev.finetuning.eval;

import dev.finetuning.asking.Answer;
import dev.finetuning.asking.AnswerListener;
import dev.finetuning.asking.Question;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * The results of an evaluation as they come in, scored, in the places of their questions. Scoring has
 * threads of its own, so that no call ever waits for it. Thread-safe.
 */
final class CaseResults implements AnswerListener {
    private final List<CaseQuestion> questions;
    private final Map<String, List<Integer>> places = new LinkedHashMap<>();
    private final String evaluationId;
    private final Scoring scoring;
    private final Tally tally;
    private final ExecutorService scorers;
    private final Queue<Future<?>> scorings = new ConcurrentLinkedQueue<>();
    private final AtomicReferenceArray<CaseResult> results;

    CaseResults(
            List<CaseQuestion> questions, String evaluationId, Scoring scoring, Tally tally, ExecutorService scorers) {
        this.questions = questions;
        this.evaluationId = evaluationId;
        this.scoring = scoring;
        this.tally = tally;
        this.scorers = scorers;
        this.results = new AtomicReferenceArray<>(questions.size());
        for (int i = 0; i < questions.size(); i++) {
            places.computeIfAbsent(questions.get(i).question().key(), key -> new ArrayList<>(1))
                    .add(i);
        }
    }

    // an error has nothing to score, and too many of them must stop the asking at once
    @Override
    public void onAnswer(Question question, Answer answer) {
        if (answer.failure().isPresent()) {
            score(question, answer);
        } else {
            scorings.add(scorers.submit(() -> score(question, answer)));
        }
    }

    @Override
    public boolean wantsMore() {
        return !tally.stopped();
    }

    /** Scores an answer for each of the cases it answers; what goes wrong in that ends the evaluation. */
    private void score(Question question, Answer answer) {
        try {
            for (int place : Objects.requireNonNull(places.get(question.key()))) {
                CaseResult result = scoring.result(questions.get(place), answer, evaluationId);
                results.set(place, result);
                tally.add(result);
            }
        } catch (RuntimeException | Error e) {
            tally.fail(e);
        }
    }

    /** Waits until all that was answered is scored, or the evaluation has failed. */
    void await() throws InterruptedException {
        for (Future<?> scoring : scorings) {
            while (!isDone(scoring)) {
                tally.throwFailure();
            }
        }
        tally.throwFailure();
    }

    private static boolean isDone(Future<?> scoring) throws InterruptedException {
        try {
            scoring.get(1, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("scoring reports what goes wrong to the tally", e);
        }
    }

    /** All results, in the order of the questions; every one is there. */
    List<CaseResult> all() {
        return IntStream.range(0, questions.size())
                .mapToObj(i -> Objects.requireNonNull(results.get(i)))
                .toList();
    }
}
