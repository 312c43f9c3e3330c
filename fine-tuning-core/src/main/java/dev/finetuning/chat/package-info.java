/**
 * Chat models: messages and settings enter; one answer with its usage and latency leaves.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.chat;

import org.jspecify.annotations.NullMarked;
