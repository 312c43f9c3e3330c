package dev.finetuning.eval.scorer.judge;

/**
 * One verdict a judge may give.
 *
 * @param choice the word the judge answers with
 * @param meaning when to give it, for the judge
 * @param value the score it is worth, 0..1
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
