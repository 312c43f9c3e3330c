/**
 * One training example and its parts: what a reader made of a record enters, an immutable value that
 * every later stage understands leaves.
 */
@NullMarked
package dev.finetuning.example;

import org.jspecify.annotations.NullMarked;
