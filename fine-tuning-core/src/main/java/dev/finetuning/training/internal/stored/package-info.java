/**
 * What is stored about training wherever it is stored: a phase enters, its stored name leaves, and the other way
 * round. Not exported.
 */
@NullMarked
package dev.finetuning.training.internal.stored;

import org.jspecify.annotations.NullMarked;
