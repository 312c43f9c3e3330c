/**
 * Questions enter; the answers that a provider's batch API gives to them, within hours and at a lower
 * price, leave.
 */
@NullMarked
package dev.finetuning.eval.batch;

import org.jspecify.annotations.NullMarked;
