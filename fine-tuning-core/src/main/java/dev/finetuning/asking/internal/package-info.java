/** Messages, tools and replies enter; the JSON they are kept as, under names that never change, leaves, and back. */
@NullMarked
package dev.finetuning.asking.internal;

import org.jspecify.annotations.NullMarked;
