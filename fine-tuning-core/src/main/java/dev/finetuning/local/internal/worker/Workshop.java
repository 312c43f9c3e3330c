package dev.finetuning.local.internal.worker;

import dev.finetuning.local.LocalSettings;
import dev.finetuning.local.internal.store.FileStore;
import dev.finetuning.local.internal.store.JobStore;
import dev.finetuning.local.internal.store.ModelStore;

/**
 * Everything a worker needs.
 *
 * @param files where training data lies
 * @param models where models are kept
 * @param jobs where jobs are kept
 * @param settings what else was chosen
 */
public record Workshop(FileStore files, ModelStore models, JobStore jobs, LocalSettings settings) {}
