/**
 * Checks: examples enter; findings with source, line, field and remedy leave.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.quality;

import org.jspecify.annotations.NullMarked;
