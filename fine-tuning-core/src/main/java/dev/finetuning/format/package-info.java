/**
 * Data formats: raw records enter and examples leave, or examples enter and records leave. Each format is
 * read and written in one place; unknown fields are kept and written back. This is the only package of this
 * module in which vendors' names occur.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.format;

import org.jspecify.annotations.NullMarked;
