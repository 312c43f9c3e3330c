/**
 * Requests enter; who sends them is established, and answers in JSON or refusals as problems leave.
 *
 * <p>A route of the API is described where it is handled, so that the description served at {@code /api/openapi.json}
 * cannot miss one.
 */
@NullMarked
package dev.finetuning.console.http;

import org.jspecify.annotations.NullMarked;
