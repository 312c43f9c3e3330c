/**
 * The HTTP engine of all adapters: requests without a provider enter; complete answers, or exceptions whose
 * type says what the caller can do, leave. Shared by this project's adapters; not API.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.adapter.http;

import org.jspecify.annotations.NullMarked;
