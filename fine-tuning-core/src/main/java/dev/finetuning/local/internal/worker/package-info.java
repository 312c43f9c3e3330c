/** A checked request enters; a job that goes through its life on another thread leaves. */
@NullMarked
package dev.finetuning.local.internal.worker;

import org.jspecify.annotations.NullMarked;
