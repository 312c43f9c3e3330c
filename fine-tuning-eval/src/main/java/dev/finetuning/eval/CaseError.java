package dev.finetuning.eval;

import dev.finetuning.asking.FailureKind;

/**
 * Why a case has no answer. Errors are counted separately from scores.
 *
 * @param kind what went wrong
 * @param message details for people, without content
 */
public record CaseError(FailureKind kind, String message) {}
