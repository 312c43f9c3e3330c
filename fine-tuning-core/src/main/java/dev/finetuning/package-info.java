/**
 * The vocabulary every other package shares: the one root exception, secrets that never print, the
 * one way to sleep, and progress of long work.
 */
@NullMarked
package dev.finetuning;

import org.jspecify.annotations.NullMarked;
