/**
 * Values of the library as JSON, for the application's own mapper: Jackson 2 or 3.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.spring.json;

import org.jspecify.annotations.NullMarked;
