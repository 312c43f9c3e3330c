/** Test cases and models enter, scored evidence leaves. */
@NullMarked
package dev.finetuning.eval;

import org.jspecify.annotations.NullMarked;
