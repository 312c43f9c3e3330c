/** Adapters and questions for them enter; answers of a server beside the JVM, or of one that runs by itself, leave. */
@NullMarked
package dev.finetuning.openweights.internal.serving;

import org.jspecify.annotations.NullMarked;
