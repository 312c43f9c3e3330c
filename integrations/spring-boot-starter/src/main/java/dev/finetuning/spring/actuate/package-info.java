/**
 * The state of runs and models for an operator: reads beans of the library, and gives health and an endpoint.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.spring.actuate;

import org.jspecify.annotations.NullMarked;
