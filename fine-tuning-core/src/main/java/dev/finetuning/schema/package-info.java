/**
 * JSON Schema: a schema and a value enter; the places where the value violates the schema leave. Parts of a
 * schema that cannot be applied are reported before it is used.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.schema;

import org.jspecify.annotations.NullMarked;
