package dev.finetuning.eval.human;

/**
 * Two answers to one question, in an order that does not show who gave them.
 *
 * @param item its name for raters: {@code "item-001"}
 * @param question the question
 * @param left one answer
 * @param right the other answer
 */
public record BlindPair(String item, String question, String left, String right) {
    @Override
    public String toString() {
        return "BlindPair[" + item + "]";
    }
}
