package dev.finetuning.example;

import java.time.Instant;

/**
 * A person's approval of an example.
 *
 * @param by who
 * @param at when
 */
public record Validation(String by, Instant at) {}
