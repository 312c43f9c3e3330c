package dev.finetuning.spring;

import dev.finetuning.journal.Journal;

/**
 * Wraps the journal that the registry and the runs use; the {@link Journal} bean stays as it is. All beans of this
 * type are applied, in their order.
 */
@FunctionalInterface
public interface JournalCustomizer {
    /** The journal to use instead. */
    Journal customize(Journal journal);
}
