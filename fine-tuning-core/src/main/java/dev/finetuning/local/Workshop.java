package dev.finetuning.local;

/**
 * Everything a worker needs.
 *
 * @param files where training data lies
 * @param models where models are kept
 * @param jobs where jobs are kept
 * @param settings what else was chosen
 */
record Workshop(FileStore files, ModelStore models, JobStore jobs, LocalSettings settings) {}
