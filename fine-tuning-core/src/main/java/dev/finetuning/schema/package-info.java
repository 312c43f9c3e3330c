/**
 * JSON Schema: a schema and a value enter, the places where the value breaks the schema leave. What in a
 * schema cannot be applied is named before it is used.
 */
@NullMarked
package dev.finetuning.schema;

import org.jspecify.annotations.NullMarked;
