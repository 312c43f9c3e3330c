/**
 * Model versions, where they serve and why: finished training jobs enter as registrations, and the
 * version that an alias points to leaves, with every change, its author and the evidence behind it.
 *
 * <p>{@link dev.finetuning.registry.JournaledModelRegistry} keeps all of it in a {@link
 * dev.finetuning.journal.Journal}; what is in memory is a fold over that.
 */
@NullMarked
package dev.finetuning.registry;

import org.jspecify.annotations.NullMarked;
