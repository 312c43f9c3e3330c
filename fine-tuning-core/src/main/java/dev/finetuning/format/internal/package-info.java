/**
 * The pieces of JSON that several formats share: parsers enter and messages, calls and tools leave, or these
 * enter and JSON leaves. Not exported.
 */
@NullMarked
package dev.finetuning.format.internal;

import org.jspecify.annotations.NullMarked;
