/**
 * Tokens and money: examples enter; counts, prices, estimates and budgets leave.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.cost;

import org.jspecify.annotations.NullMarked;
