/**
 * Files for trainers: examples and a target enter, and a data file, the trainer's configuration and a list of
 * what the target could not carry leave.
 */
@NullMarked
package dev.finetuning.format.writing;

import org.jspecify.annotations.NullMarked;
