package dev.finetuning.eval.scorer.judge;

/**
 * One of the verdicts that a judge can give.
 *
 * @param choice the word with which the judge answers
 * @param meaning when to give it, for the judge
 * @param value its score, 0..1
 */
public record Grade(String choice, String meaning, double value) {
    /**
     * Checks word and value.
     *
     * @throws IllegalArgumentException if the choice is blank or the value is not in 0..1
     */
    public Grade {
        if (choice.isBlank() || !(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("a grade needs a word and a value in 0..1: " + choice + ", " + value);
        }
    }
}
