package dev.finetuning.synthesis;

import dev.finetuning.example.Example;

/**
 * Something made that has yet to be accepted.
 *
 * @param seed what it was grown from
 * @param example what was made
 */
record Candidate(Seed seed, Example example) {}
