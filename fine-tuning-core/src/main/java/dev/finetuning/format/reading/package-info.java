/**
 * Reading sources as streams: a source and a format enter, and examples and rejections leave in order.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.format.reading;

import org.jspecify.annotations.NullMarked;
