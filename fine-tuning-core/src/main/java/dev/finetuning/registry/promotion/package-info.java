/**
 * Whether a version may take an alias: a candidate and the champion it would replace enter, a verdict from
 * each gate leaves, with the figures behind it.
 */
@NullMarked
package dev.finetuning.registry.promotion;

import org.jspecify.annotations.NullMarked;
