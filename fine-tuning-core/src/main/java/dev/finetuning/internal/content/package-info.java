/**
 * When two things are the same: values, texts and bytes enter, digests leave, which are equal exactly where
 * every byte that could matter is. Not exported, except to the modules of this project.
 */
@NullMarked
package dev.finetuning.internal.content;

import org.jspecify.annotations.NullMarked;
