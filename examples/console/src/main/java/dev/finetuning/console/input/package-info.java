/** What somebody typed or sent enters as named fields, checked values or a refusal with its reason leave. */
@NullMarked
package dev.finetuning.console.input;

import org.jspecify.annotations.NullMarked;
