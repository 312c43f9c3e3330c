package dev.finetuning.console.work;

import dev.finetuning.eval.Estimate;
import dev.finetuning.eval.compare.Verdict;
import java.time.Instant;
import java.util.Optional;

/**
 * An A/B experiment as it stands.
 *
 * @param setup what it compares
 * @param ended who has ended it, if somebody has
 * @param progress what the scores say so far
 */
public record TrafficTest(Setup setup, Optional<String> ended, Progress progress) {
    /**
     * What an experiment compares.
     *
     * @param name its name
     * @param model the model's name
     * @param control the version that would stay
     * @param treatment the version that might replace it
     * @param share the share of questions that the treatment answers
     * @param alpha the accepted probability of a false difference
     * @param by who started it
     * @param at when
     */
    public record Setup(
            String name,
            String model,
            String control,
            String treatment,
            double share,
            double alpha,
            String by,
            Instant at) {
        String controlId() {
            return model + "@" + control;
        }

        String treatmentId() {
            return model + "@" + treatment;
        }
    }

    /**
     * What the scores say so far, at any time.
     *
     * @param control how many answers of the control were scored
     * @param treatment how many of the treatment
     * @param difference treatment minus control
     * @param pValue the p-value, valid at any time
     * @param verdict the verdict
     * @param sentence all of it in words
     */
    public record Progress(
            long control, long treatment, Estimate difference, double pValue, Verdict verdict, String sentence) {}

    /** Whether answers and scores are still taken. */
    public boolean open() {
        return ended.isEmpty();
    }
}
