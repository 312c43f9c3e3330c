package dev.finetuning.mistral.sandbox;

/**
 * In what the provider differs from one year to the next.
 *
 * @param retired whether training is gone, as it is today
 * @param ignoresDryRuns whether a dry run creates a job, as was announced
 * @param eventsOldestFirst whether events come oldest first, as in 2025, or newest first, as in 2024
 */
record Habits(boolean retired, boolean ignoresDryRuns, boolean eventsOldestFirst) {}
