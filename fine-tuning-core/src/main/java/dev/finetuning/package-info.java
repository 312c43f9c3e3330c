/**
 * Types that every other package uses: the root exception, secrets that never print, sleeping, and progress
 * of long tasks.
 */
@NullMarked
package dev.finetuning;

import org.jspecify.annotations.NullMarked;
