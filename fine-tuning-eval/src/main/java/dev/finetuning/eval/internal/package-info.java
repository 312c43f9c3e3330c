/** Texts enter; whole files and hashes leave. For this module alone. */
@NullMarked
package dev.finetuning.eval.internal;

import org.jspecify.annotations.NullMarked;
