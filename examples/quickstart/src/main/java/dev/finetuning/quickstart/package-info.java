/** A CSV enters, a promoted model version and a report leave. */
@NullMarked
package dev.finetuning.quickstart;

import org.jspecify.annotations.NullMarked;
