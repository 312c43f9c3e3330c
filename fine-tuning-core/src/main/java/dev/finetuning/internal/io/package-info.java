/**
 * Files that are either whole or not there: bytes enter, a file that was forced to disk and moved into
 * place in one step leaves, private to its owner where that is asked for. Not exported.
 */
@NullMarked
package dev.finetuning.internal.io;

import org.jspecify.annotations.NullMarked;
