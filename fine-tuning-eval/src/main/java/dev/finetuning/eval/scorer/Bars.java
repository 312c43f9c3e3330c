package dev.finetuning.eval.scorer;

/** Checks the least value that passes. */
final class Bars {
    private Bars() {}

    static double require(double bar) {
        if (!(bar >= 0 && bar <= 1)) {
            throw new IllegalArgumentException("the least value that passes lies in 0..1: " + bar);
        }
        return bar;
    }
}
