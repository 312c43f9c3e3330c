package dev.finetuning.advice;

import dev.finetuning.registry.version.Interval;

/**
 * What a learning curve expects of a model trained on so many examples.
 *
 * @param examples how many
 * @param score the expected score, 0 to 1
 * @param interval its bootstrap interval
 */
public record Projection(long examples, double score, Interval interval) {}
