package dev.finetuning.openweights;

import java.util.OptionalDouble;

/**
 * What a training will take, before it starts.
 *
 * <p>Memory is {@code 600 MB + copies * N * w + 16 * P + T * (L * (10 * H + 4 * I) * w + 24 * V)} on a CPU, and the
 * same without the first term and with one copy on a GPU. N are the model's parameters, w the bytes of a number (4, or
 * 2 with bf16), P the adapter's parameters (a weight, its gradient and Adam's two moments, 4 bytes each); T are the
 * tokens of the largest batch, which is taken to consist of the longest rows alone, or of full ones with packing, L, H, I and V the layers, their
 * widths and the vocabulary. On a CPU there are two copies, for the file's pages count as well. With gradient
 * checkpointing L layers keep H numbers, and one keeps all. The formula was fitted to what Llama-shaped models took on
 * a CPU, where it is right within a factor of 1.5; nothing was measured on a GPU.
 *
 * <p>Time is the number of tokens times the seconds per token of the last job in the same folder that trained the same
 * base model by the same method.
 *
 * @param parameters the base model's parameters
 * @param trainableParameters the adapter's parameters
 * @param tokens the tokens of all rows in all epochs, both answers of pairs counted
 * @param longestRow the tokens of the longest row
 * @param memoryBytes the memory at its peak
 * @param trainSeconds the time that training takes, without the start of the process; empty if no such job has
 *     finished here
 */
public record TrainingEstimate(
        long parameters,
        long trainableParameters,
        long tokens,
        long longestRow,
        long memoryBytes,
        OptionalDouble trainSeconds) {}
