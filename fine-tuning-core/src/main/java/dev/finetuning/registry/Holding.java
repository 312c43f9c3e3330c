package dev.finetuning.registry;

import org.jspecify.annotations.Nullable;

/**
 * A version that holds an alias, on top of those that a rollback would return to: a promotion puts one
 * on top, a rollback takes it off.
 *
 * @param version the version
 * @param below what a rollback returns to; null if nothing
 */
record Holding(SemanticVersion version, @Nullable Holding below) {}
