/**
 * The chat protocol that providers have in common: messages, tools and examples enter and their JSON leaves;
 * completions and batch results enter and replies leave. Shared by this project's adapters; not API.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.adapter.chat;

import org.jspecify.annotations.NullMarked;
