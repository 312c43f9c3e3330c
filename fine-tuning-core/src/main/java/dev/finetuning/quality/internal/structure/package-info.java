/**
 * How one example is built: an example enters, findings about its messages, roles, tools, weights and images
 * leave. Each class is one inspection, which {@link dev.finetuning.quality.StructureChecks} offers.
 */
@NullMarked
package dev.finetuning.quality.internal.structure;

import org.jspecify.annotations.NullMarked;
