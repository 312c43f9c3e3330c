/**
 * Neutral training requests and questions enter, a Python process beside the JVM trains and answers, adapters leave.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.openweights;

import org.jspecify.annotations.NullMarked;
