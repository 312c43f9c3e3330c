/**
 * MLflow: a registry enters; its promoted versions appear in an MLflow server as registered models with versions, tags
 * and aliases, and what was changed there leaves as a report.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.mlflow;

import org.jspecify.annotations.NullMarked;
