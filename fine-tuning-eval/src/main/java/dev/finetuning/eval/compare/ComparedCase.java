package dev.finetuning.eval.compare;

import dev.finetuning.eval.TestCase;

/**
 * One case as both models did it. With repeats, scores are means and a case passes where more than half
 * of its repeats do.
 *
 * @param testCase what was asked
 * @param baseline the baseline's score, 0..1
 * @param candidate the candidate's score, 0..1
 * @param outcome what became of it
 */
public record ComparedCase(TestCase testCase, double baseline, double candidate, Outcome outcome) {
    /** The candidate's score minus the baseline's. */
    public double difference() {
        return candidate - baseline;
    }
}
