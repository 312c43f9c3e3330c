package dev.finetuning.console.access;

import java.time.Instant;

/**
 * Somebody who has signed in.
 *
 * @param caller who
 * @param formToken what every form of theirs carries, so that no other site can send one
 * @param until when it ends
 */
public record Session(Caller caller, String formToken, Instant until) {}
