package dev.finetuning.quality.remedy;

import dev.finetuning.quality.Finding;

/**
 * Why an example was changed or dropped. It does not contain record content.
 *
 * @param code in lower snake case: {@code "merged_turns"}
 * @param message what was done and why, for people
 */
public record Reason(String code, String message) {
    /** A finding as the reason. */
    public static Reason of(Finding finding) {
        return new Reason(finding.code(), finding.message());
    }
}
