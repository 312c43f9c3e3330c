/** Questions for a base model or an adapter enter, answers of a server beside the JVM leave. */
@NullMarked
package dev.finetuning.openweights.internal.serving;

import org.jspecify.annotations.NullMarked;
