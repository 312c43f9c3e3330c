/**
 * Asking models many questions: questions enter, and the answer to each, or the reason why there is none,
 * leaves. Each is asked once, stored in a journal, within a rate, a budget and a deadline, and retried if
 * the provider is busy.
 *
 * <p>Start with {@link dev.finetuning.asking.Asking}.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.asking;

import org.jspecify.annotations.NullMarked;
