/** Tokens and money: examples enter; counts, prices, estimates and budgets leave. */
@NullMarked
package dev.finetuning.cost;

import org.jspecify.annotations.NullMarked;
