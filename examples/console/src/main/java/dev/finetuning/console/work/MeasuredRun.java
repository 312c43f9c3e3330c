package dev.finetuning.console.work;

import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.compare.Comparison;
import java.util.Optional;

/**
 * What a run measured.
 *
 * @param candidate the new model
 * @param champion what was in production then, on the same questions, if anything was
 */
public record MeasuredRun(Evaluation candidate, Optional<Evaluation> champion) {
    /** The two beside each other, by the main metric. */
    public Optional<Comparison> comparison() {
        return champion.map(before -> Comparison.of(before, candidate));
    }
}
