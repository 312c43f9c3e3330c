/**
 * The field's formats: raw records enter and examples leave, or examples enter and records leave. Each
 * format is read and written in one place, and what it does not know is kept and written back. The only
 * package of this module where a format bears the name of who invented it.
 */
@NullMarked
package dev.finetuning.format;

import org.jspecify.annotations.NullMarked;
