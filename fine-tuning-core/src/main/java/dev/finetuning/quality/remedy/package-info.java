/**
 * What to do about findings: examples enter, mended examples and a record of everything that was
 * changed or dropped leave.
 */
@NullMarked
package dev.finetuning.quality.remedy;

import org.jspecify.annotations.NullMarked;
