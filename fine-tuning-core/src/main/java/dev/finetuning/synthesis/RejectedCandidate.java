package dev.finetuning.synthesis;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import java.util.Optional;

/**
 * A synthetic example or seed that was not used, and why.
 *
 * @param code the reason in lower snake case: the code of a finding such as {@code "duplicate_example"} or
 *     {@code "leaked_example"}, or {@code "near_duplicate"}, {@code "leaked_near"}, {@code
 *     "changed_meaning"}, {@code "share_reached"}, {@code "answer_malformed"}, {@code "answer_cut_short"},
 *     {@code "answer_empty"}, {@code "refused"}, {@code "unsuitable_seed"}, {@code "guarded_seed"}
 * @param reason the reason for people, without content
 * @param seed the origin of the seed
 * @param example the new example, if there was one
 */
public record RejectedCandidate(String code, String reason, Origin seed, Optional<Example> example) {
    static RejectedCandidate of(String code, String reason, Seed seed) {
        return new RejectedCandidate(code, reason, seed.origin(), Optional.empty());
    }

    static RejectedCandidate of(String code, String reason, Candidate candidate) {
        return new RejectedCandidate(code, reason, candidate.seed().origin(), Optional.of(candidate.example()));
    }

    /** {@code "near_duplicate, grown from train.csv, line 12 (row 11): …"}. */
    @Override
    public String toString() {
        return code + ", grown from " + seed + ": " + reason;
    }
}
