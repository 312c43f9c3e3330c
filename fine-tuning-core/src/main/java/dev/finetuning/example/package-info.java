/**
 * One training example and its parts: a record's content enters, an immutable value that every later stage
 * understands leaves.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.example;

import org.jspecify.annotations.NullMarked;
