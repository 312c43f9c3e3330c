/**
 * Format detection: a file enters; a source and a format to read it with leave, with the reasons.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.format.detection;

import org.jspecify.annotations.NullMarked;
