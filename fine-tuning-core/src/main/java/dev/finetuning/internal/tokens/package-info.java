/**
 * Byte-pair encodings by their published rules: a vocabulary and the kind of its words enter, the number of tokens of
 * any text leaves. Exported only to the modules with vocabularies.
 */
@NullMarked
package dev.finetuning.internal.tokens;

import org.jspecify.annotations.NullMarked;
