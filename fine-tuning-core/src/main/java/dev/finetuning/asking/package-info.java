/**
 * Questions to a model enter; each one's answer, or the reason why there is none, leaves: asked once, kept
 * in a journal, within a rate, a budget and a deadline, and asked again where the provider was busy.
 *
 * <p>{@link dev.finetuning.asking.Asking} is where to begin.
 */
@NullMarked
package dev.finetuning.asking;

import org.jspecify.annotations.NullMarked;
