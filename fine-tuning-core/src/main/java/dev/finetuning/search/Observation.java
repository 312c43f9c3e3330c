package dev.finetuning.search;

import java.util.OptionalDouble;

/**
 * The state of a trial when the next one is chosen.
 *
 * @param settings the trial's settings
 * @param loss its result, smaller is better; empty while it is running
 */
public record Observation(Settings settings, OptionalDouble loss) {}
