package dev.finetuning.quickstart;

import dev.finetuning.quickstart.Preparation.Prepared;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.training.TrainingPipeline;

/**
 * What the report is made of.
 *
 * @param prepared the data
 * @param measure the evaluations
 * @param pipeline who trained
 * @param registry where the model is registered
 */
record Results(Prepared prepared, Measure measure, TrainingPipeline pipeline, ModelRegistry registry) {}
