/**
 * Review: examples and answers that nobody has vouched for enter; examples that people have accepted, with their names
 * and reasons, leave.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.review;

import org.jspecify.annotations.NullMarked;
