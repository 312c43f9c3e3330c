package dev.finetuning.benchmarks;

import java.util.Map;

/** One claim to measure: ours against what it is compared with, on the same input. */
public interface Area {
    /** What {@code -Dbench=} calls it. */
    String name();

    /** Ratios by name, in the order to print them; above 1 is better than what it is compared with. */
    Map<String, Double> ratios() throws Exception;
}
