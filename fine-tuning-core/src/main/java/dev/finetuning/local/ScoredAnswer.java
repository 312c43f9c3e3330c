package dev.finetuning.local;

import dev.finetuning.example.Message;

/**
 * An answer a local model might give, and how much speaks for it.
 *
 * @param answer the answer
 * @param score a probability ({@link LinearAnswerModel}) or a cosine similarity ({@link
 *     NearestExampleModel}), 0 to 1
 */
public record ScoredAnswer(Message answer, double score) {}
