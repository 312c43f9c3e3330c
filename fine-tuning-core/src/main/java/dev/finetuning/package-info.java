/**
 * Types that every other package uses: the root exception, secrets that never print, sleeping, and progress
 * of long tasks.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning;

import org.jspecify.annotations.NullMarked;
