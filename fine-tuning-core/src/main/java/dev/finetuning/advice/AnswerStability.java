package dev.finetuning.advice;

import dev.finetuning.example.Example;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.DuplicateChecks;
import dev.finetuning.quality.PopulationChecks;
import dev.finetuning.quality.QualityReport;

/**
 * Whether the same question always gets the same answer. If not, the requirements are not settled, and a model learns
 * to guess. For answers in free words, which two people never word alike, it says nothing: leave it out.
 *
 * @param examples how many examples were looked at
 * @param repeated how many of them ask what an earlier one asked
 * @param contradictory how many of those give another answer
 */
public record AnswerStability(long examples, long repeated, long contradictory) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException unless {@code 0 <= contradictory <= repeated <= examples}
     */
    public AnswerStability {
        if (contradictory < 0 || contradictory > repeated || repeated > examples) {
            throw new IllegalArgumentException("of " + examples + " examples, " + repeated + " cannot be repeated and "
                    + contradictory + " contradictory");
        }
    }

    /** What the checks for duplicates and contradictions find in examples. */
    public static AnswerStability of(Iterable<? extends Example> examples) {
        QualityReport report = Checks.none()
                .with(DuplicateChecks.exact(), DuplicateChecks.normalised(), PopulationChecks.contradictions())
                .keepAtMost(0)
                .run(examples);
        long contradictory = report.count("contradictory_answers");
        long alike = report.count("duplicate_example") + report.count("near_identical_example");
        return new AnswerStability(report.examples(), contradictory + alike, contradictory);
    }

    /** The share of repeated questions that got another answer, 0 to 1; 0 if no question is repeated. */
    public double contradictoryShare() {
        return repeated == 0 ? 0 : (double) contradictory / repeated;
    }
}
