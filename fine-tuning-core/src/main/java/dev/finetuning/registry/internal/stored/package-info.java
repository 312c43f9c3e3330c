/**
 * The stored form of what a registry holds: versions, score cards and events enter, JSON under names that
 * never change leaves, and the other way round. Not exported.
 */
@NullMarked
package dev.finetuning.registry.internal.stored;

import org.jspecify.annotations.NullMarked;
