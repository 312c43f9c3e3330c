/**
 * What adapters to hosts share: examples and a host's raw answers enter, files ready to send, tolerantly
 * read objects and failures typed by what the caller can do leave.
 */
@NullMarked
package dev.finetuning.adapter;

import org.jspecify.annotations.NullMarked;
