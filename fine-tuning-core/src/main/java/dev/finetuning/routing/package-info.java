/**
 * Routing: a question for a name and an alias enters; the answer of the version that holds the alias at
 * that moment leaves. A promotion or rollback takes effect with the next question.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.routing;

import org.jspecify.annotations.NullMarked;
