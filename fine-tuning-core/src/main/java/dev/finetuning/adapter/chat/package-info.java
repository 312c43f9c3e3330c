/**
 * The chat protocol that hosts share: messages, tools and examples enter, their fields and lines leave;
 * completions and batch results enter, replies leave. Shared by this project's adapters, not API.
 */
@NullMarked
package dev.finetuning.adapter.chat;

import org.jspecify.annotations.NullMarked;
