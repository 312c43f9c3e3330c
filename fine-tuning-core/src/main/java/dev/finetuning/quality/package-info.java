/**
 * What is acceptable, and what was wrong where: examples enter, findings that name source, line,
 * field and remedy leave.
 */
@NullMarked
package dev.finetuning.quality;

import org.jspecify.annotations.NullMarked;
