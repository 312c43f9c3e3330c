/**
 * Tokens and money before they are spent: examples enter, counts, prices and estimates leave.
 */
@NullMarked
package dev.finetuning.cost;

import org.jspecify.annotations.NullMarked;
