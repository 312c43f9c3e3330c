package dev.finetuning.example;

import java.time.Instant;

/**
 * Somebody looked at an example and stands by it.
 *
 * @param by who
 * @param at when
 */
public record Validation(String by, Instant at) {}
