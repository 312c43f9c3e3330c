package dev.finetuning.local.internal.model;

/**
 * One answer to learn.
 *
 * @param features the {@link TextFeatures} of the conversation before it
 * @param answer the {@link ConversationText#answerKey} of the answer
 */
@SuppressWarnings("ArrayRecordComponent")
public record TrainingCase(int[] features, String answer) {}
