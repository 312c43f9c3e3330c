/** Examples and requests enter a folder, what its workers tell leaves as jobs, events and checkpoints. */
@NullMarked
package dev.finetuning.openweights.internal.job;

import org.jspecify.annotations.NullMarked;
