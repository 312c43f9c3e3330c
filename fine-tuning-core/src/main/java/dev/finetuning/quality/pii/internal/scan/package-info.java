/**
 * One pass over a text: the text enters, the spans that each shape finds leave.
 */
@NullMarked
package dev.finetuning.quality.pii.internal.scan;

import org.jspecify.annotations.NullMarked;
