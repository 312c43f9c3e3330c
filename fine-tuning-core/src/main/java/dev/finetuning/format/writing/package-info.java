/**
 * Writing files for trainers: examples and a target enter; a data file, the trainer's configuration and a
 * list of what the target cannot represent leave.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.format.writing;

import org.jspecify.annotations.NullMarked;
