package dev.finetuning.local;

import dev.finetuning.example.Message;

/**
 * A possible answer of a local model, with its score.
 *
 * @param answer the answer
 * @param score a probability ({@link LinearAnswerModel}) or a cosine similarity ({@link
 *     NearestExampleModel}), 0 to 1
 */
public record ScoredAnswer(Message answer, double score) {}
