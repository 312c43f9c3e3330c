package dev.finetuning.local.internal.worker;

import dev.finetuning.Sleeper;
import java.time.InstantSource;

/**
 * What a pipeline works with.
 *
 * @param clock tells the time of what happens
 * @param sleeper how a paused worker waits
 * @param seed the seed of jobs that bring none
 * @param keptCheckpoints how many of a job's newest checkpoints stay on disk
 * @param maxWeights the maximum number of weights of a linear model, each 4 bytes
 */
public record LocalSettings(InstantSource clock, Sleeper sleeper, long seed, int keptCheckpoints, int maxWeights) {}
