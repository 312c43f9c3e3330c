/** A split, a way to train and an evaluator enter, a learning curve leaves. */
@NullMarked
package dev.finetuning.eval.readiness;

import org.jspecify.annotations.NullMarked;
