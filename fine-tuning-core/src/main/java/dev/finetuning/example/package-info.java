/**
 * One training example and its parts: a record's content enters, an immutable value that every later stage
 * understands leaves.
 */
@NullMarked
package dev.finetuning.example;

import org.jspecify.annotations.NullMarked;
