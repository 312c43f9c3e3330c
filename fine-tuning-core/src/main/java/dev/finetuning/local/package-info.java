/**
 * The embedded default provider: examples and a request enter, a small model that was really trained in
 * this process leaves, to be asked like any other.
 *
 * <p>Jobs, files and models live in one folder, so that another process can look at a job, cancel it or
 * ask its model by id. {@link dev.finetuning.local.LocalTrainingPipeline} is the entry. What it trains is
 * no language model: {@link dev.finetuning.local.LinearAnswerModel} chooses among the answers it was
 * trained on, {@link dev.finetuning.local.NearestExampleModel} repeats the answer of the most similar
 * training example. Neither writes a sentence it has not seen.
 */
@NullMarked
package dev.finetuning.local;

import org.jspecify.annotations.NullMarked;
