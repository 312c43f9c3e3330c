/**
 * Preparation of data that outgrows one machine: a Spark source of raw records enters; files for a trainer, with
 * rejects, changes, findings and a profile beside them, leave. The result is that of a {@link
 * dev.finetuning.dataset.StreamedPreparation}, whatever the partitions and however often a task is repeated.
 *
 * <p>Spark has to be on the class path; it cannot be on the module path, because its jars share packages.
 *
 * <p>One package because what a run is made of concerns nobody else: all but four types are package-private.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.spark;

import org.jspecify.annotations.NullMarked;
