/** The state of runs and models for an operator: reads beans of the library, and gives health and an endpoint. */
@NullMarked
package dev.finetuning.spring.actuate;

import org.jspecify.annotations.NullMarked;
