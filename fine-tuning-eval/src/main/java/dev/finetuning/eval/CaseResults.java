package dev.finetuning.eval;

import dev.finetuning.asking.Answer;
import dev.finetuning.asking.AnswerListener;
import dev.finetuning.asking.Question;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The results of an evaluation as they come in, scored, in the places of their questions. Scoring has
 * threads of its own, so that no call ever waits for it. A question is let go as soon as it has a result, so
 * that many of them need little memory. Thread-safe.
 */
final class CaseResults implements AnswerListener {
    private static final int NONE = -1;

    private final AtomicReferenceArray<@Nullable CaseQuestion> questions;
    /** The first place of each key; {@link #next} has the others. */
    private final Map<String, Integer> places = new ConcurrentHashMap<>();

    private final int[] next;
    private final String evaluationId;
    private final Scoring scoring;
    private final Tally tally;
    private final ExecutorService scorers;
    private final AtomicReferenceArray<CaseResult> results;

    CaseResults(
            List<CaseQuestion> questions, String evaluationId, Scoring scoring, Tally tally, ExecutorService scorers) {
        this.questions = new AtomicReferenceArray<>(questions.toArray(CaseQuestion[]::new));
        this.evaluationId = evaluationId;
        this.scoring = scoring;
        this.tally = tally;
        this.scorers = scorers;
        this.results = new AtomicReferenceArray<>(questions.size());
        this.next = new int[questions.size()];
        for (int i = next.length - 1; i >= 0; i--) {
            @Nullable Integer later = places.put(questions.get(i).question().key(), i);
            next[i] = later == null ? NONE : later;
        }
    }

    /** What to ask, to be read before the first answer comes. */
    List<Question> questions() {
        return new AbstractList<>() {
            @Override
            public Question get(int place) {
                return Objects.requireNonNull(questions.get(place)).question();
            }

            @Override
            public int size() {
                return questions.length();
            }
        };
    }

    // an error has nothing to score, and too many of them must stop the asking at once
    @Override
    public void onAnswer(Question question, Answer answer) {
        if (answer.failure().isPresent()) {
            score(question, answer);
        } else {
            scorers.execute(() -> score(question, answer));
        }
    }

    @Override
    public boolean wantsMore() {
        return !tally.stopped();
    }

    /** Scores an answer for each of the cases it answers; what goes wrong in that ends the evaluation. */
    private void score(Question question, Answer answer) {
        try {
            int first = Objects.requireNonNull(places.remove(question.key()));
            for (int place = first; place != NONE; place = next[place]) {
                CaseQuestion asked = Objects.requireNonNull(questions.getAndSet(place, null));
                CaseResult result = scoring.result(asked, answer, evaluationId);
                results.set(place, result);
                tally.add(result);
            }
        } catch (RuntimeException | Error e) {
            tally.fail(e);
        }
    }

    /** Waits until all that was answered is scored, or the evaluation has failed. */
    void await() throws InterruptedException {
        scorers.shutdown();
        while (!scorers.awaitTermination(1, TimeUnit.SECONDS)) {
            tally.throwFailure();
        }
        tally.throwFailure();
    }

    /** All results, in the order of the questions; every one is there. */
    List<CaseResult> all() {
        return IntStream.range(0, results.length())
                .mapToObj(i -> Objects.requireNonNull(results.get(i)))
                .toList();
    }
}
