package dev.finetuning.eval;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** The results of an evaluation as they come in, scored, in the places of their questions. Thread-safe. */
final class CaseResults {
    private final List<Question> questions;
    private final EvaluationTask task;
    private final AtomicReferenceArray<CaseResult> results;

    CaseResults(List<Question> questions, EvaluationTask task) {
        this.questions = questions;
        this.task = task;
        this.results = new AtomicReferenceArray<>(questions.size());
    }

    /** Scores an answer for each of the questions it answers; what goes wrong in that ends the evaluation. */
    void score(QuestionGroup group, Answer answer) {
        try {
            for (int place : group.places()) {
                CaseResult result = task.scoring().result(questions.get(place), answer, task.id());
                results.set(place, result);
                task.tally().add(result);
            }
        } catch (RuntimeException | Error e) {
            task.tally().fail(e);
        }
    }

    /** All results, in the order of the questions; every one is there. */
    List<CaseResult> all() {
        return IntStream.range(0, questions.size())
                .mapToObj(i -> Objects.requireNonNull(results.get(i)))
                .toList();
    }
}
