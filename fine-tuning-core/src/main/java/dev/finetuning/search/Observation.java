package dev.finetuning.search;

import java.util.OptionalDouble;

/**
 * What is known of a trial when the next one is chosen.
 *
 * @param settings what it was tried with
 * @param loss what came of it, the smaller the better; empty while it is under way
 */
public record Observation(Settings settings, OptionalDouble loss) {}
