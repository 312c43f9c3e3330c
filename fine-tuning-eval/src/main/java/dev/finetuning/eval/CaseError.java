package dev.finetuning.eval;

import dev.finetuning.asking.FailureKind;

/**
 * Why a case has no answer. Errors are counted apart from scores.
 *
 * @param kind what went wrong
 * @param message the facts for people; holds no content
 */
public record CaseError(FailureKind kind, String message) {}
