/** A conversation enters as text; the features, weights and remembered examples that answer it leave, to memory or to a
 * model file. */
@NullMarked
package dev.finetuning.local.internal.model;

import org.jspecify.annotations.NullMarked;
