/**
 * The embedded default provider: examples and a request enter; a small model trained in this process
 * leaves, and can be asked like any other.
 *
 * <p>Jobs, files and models are kept in one folder, so another process can look at a job, cancel it or ask
 * its model by id. Start with {@link dev.finetuning.local.LocalTrainingPipeline}. The models are not
 * language models: {@link dev.finetuning.local.LinearAnswerModel} chooses among the answers it was trained
 * on, and {@link dev.finetuning.local.NearestExampleModel} repeats the answer of the most similar training
 * example. Neither writes new sentences.
 *
 * @since 0.1.0
 */
@NullMarked
package dev.finetuning.local;

import org.jspecify.annotations.NullMarked;
