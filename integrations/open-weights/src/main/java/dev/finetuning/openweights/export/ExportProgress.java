package dev.finetuning.openweights.export;

/**
 * How far an export is.
 *
 * @param step what is being done: {@code reading}, {@code checking}, {@code loading}, {@code merging}, {@code writing},
 *     {@code converting} or {@code hashing}; later versions may have more
 * @param done how much of it is done: matrices when merging, otherwise bytes
 * @param total how much there is to do; 0 where that is not known
 */
public record ExportProgress(String step, long done, long total) {}
