/** Chat models: messages and settings enter; one answer with its usage and latency leaves. */
@NullMarked
package dev.finetuning.chat;

import org.jspecify.annotations.NullMarked;
