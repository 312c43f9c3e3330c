/**
 * The model registry: finished training jobs enter as registrations; the version that an alias points to
 * leaves, with every change, its author and the evidence.
 *
 * <p>{@link dev.finetuning.registry.JournaledModelRegistry} stores everything in a {@link
 * dev.finetuning.journal.Journal}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.registry;

import org.jspecify.annotations.NullMarked;
