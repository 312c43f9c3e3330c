/**
 * A dataset at a glance: examples, findings, costs and a lint matrix enter, one profile leaves, as values
 * and as JSON.
 */
@NullMarked
package dev.finetuning.quality.profile;

import org.jspecify.annotations.NullMarked;
