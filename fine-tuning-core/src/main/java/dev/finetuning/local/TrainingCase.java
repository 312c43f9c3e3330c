package dev.finetuning.local;

/**
 * One answer to learn.
 *
 * @param features the {@link TextFeatures} of the conversation before it
 * @param answer the {@link Conversation#answerKey} of the answer
 */
@SuppressWarnings("ArrayRecordComponent")
record TrainingCase(int[] features, String answer) {}
