/**
 * Model versions: number, provider, lineage, measurements and aliases of a version enter; comparisons of
 * two versions leave.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.registry.version;

import org.jspecify.annotations.NullMarked;
