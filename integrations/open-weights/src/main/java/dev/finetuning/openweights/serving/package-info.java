/**
 * Servers of one base model and any number of adapters: adapters enter by name and folder, chat models of them leave.
 *
 * <p>{@link dev.finetuning.openweights.OpenWeightsPipeline#serving} makes promotions and rollbacks load and unload what
 * they need.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.openweights.serving;

import org.jspecify.annotations.NullMarked;
