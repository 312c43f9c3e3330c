/**
 * The written form of each kind of personal data: a text and a place in it enter, where the occurrence
 * ends leaves.
 */
@NullMarked
package dev.finetuning.quality.pii.internal.shape;

import org.jspecify.annotations.NullMarked;
