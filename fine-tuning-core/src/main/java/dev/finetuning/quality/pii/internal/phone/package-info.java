/**
 * Telephone numbers, of which digits alone tell little: a text and a place in it enter, where the number
 * ends leaves.
 */
@NullMarked
package dev.finetuning.quality.pii.internal.phone;

import org.jspecify.annotations.NullMarked;
