/**
 * Remedies for findings: examples enter; repaired examples and a record of everything changed or dropped leave.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.quality.remedy;

import org.jspecify.annotations.NullMarked;
