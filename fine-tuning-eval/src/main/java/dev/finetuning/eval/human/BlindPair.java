package dev.finetuning.eval.human;

/**
 * Two answers to one question, in an order that says nothing about who gave them.
 *
 * @param item what raters call it: {@code "item-001"}
 * @param question what was asked
 * @param left one answer
 * @param right the other answer
 */
public record BlindPair(String item, String question, String left, String right) {
    @Override
    public String toString() {
        return "BlindPair[" + item + "]";
    }
}
