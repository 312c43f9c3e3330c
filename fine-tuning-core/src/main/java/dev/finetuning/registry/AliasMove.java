package dev.finetuning.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A move of an alias and, through it, all moves before: a list that grows at its end and is shared by
 * all who look at it.
 *
 * @param to where the alias pointed from then on; null if nowhere
 * @param at from when
 * @param before the move before; null for the first
 */
record AliasMove(
        @Nullable SemanticVersion to, Instant at, @Nullable AliasMove before) {}
