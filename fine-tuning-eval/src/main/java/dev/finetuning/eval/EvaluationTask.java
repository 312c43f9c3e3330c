package dev.finetuning.eval;

/**
 * What all threads of one evaluation share.
 *
 * @param id the evaluation's id
 * @param modelId whom it asks
 * @param book where answers are kept
 * @param scoring how they are scored
 * @param tally how far it has come
 */
record EvaluationTask(String id, String modelId, AnswerBook book, Scoring scoring, Tally tally) {}
