/** A training file and a request enter; what a model learnt from them leaves, with its measurements on the way. */
@NullMarked
package dev.finetuning.local.internal.learning;

import org.jspecify.annotations.NullMarked;
