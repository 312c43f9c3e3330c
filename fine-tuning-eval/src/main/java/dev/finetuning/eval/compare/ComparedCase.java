package dev.finetuning.eval.compare;

import dev.finetuning.eval.TestCase;

/**
 * One case, as answered by both models. With repeats, scores are means, and a case passes if more than half
 * of its repeats do.
 *
 * @param testCase the case
 * @param baseline the baseline's score, 0..1
 * @param candidate the candidate's score, 0..1
 * @param outcome how the two differ
 */
public record ComparedCase(TestCase testCase, double baseline, double candidate, Outcome outcome) {
    /** The candidate's score minus the baseline's. */
    public double difference() {
        return candidate - baseline;
    }
}
