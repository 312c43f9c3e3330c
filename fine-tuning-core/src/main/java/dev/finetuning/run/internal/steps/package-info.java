/**
 * The steps of a run: a state enters, one step is taken at the provider, the registry or the ledger, and
 * the state that follows leaves.
 */
@NullMarked
package dev.finetuning.run.internal.steps;

import org.jspecify.annotations.NullMarked;
