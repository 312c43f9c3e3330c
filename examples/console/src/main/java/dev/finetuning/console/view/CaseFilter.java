package dev.finetuning.console.view;

import dev.finetuning.console.input.RefusedException;
import java.util.Arrays;
import java.util.Locale;

/** Which cases of an evaluation are shown. */
public enum CaseFilter {
    /** All of them. */
    ALL,
    /** Those that pass. */
    PASSED,
    /** Those that do not. */
    FAILED,
    /** Those that passed in production and do not now. */
    REGRESSED,
    /** Those that pass now and did not in production. */
    FIXED;

    /** What templates show of it. */
    public static CaseFilter of(String word) {
        return Arrays.stream(values())
                .filter(filter -> filter.word().equals(word))
                .findFirst()
                .orElseThrow(() -> RefusedException.invalid("show", "is not a filter"));
    }

    /** As it is in addresses and on pages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a case is shown. */
    public boolean keeps(CaseView view) {
        return switch (this) {
            case ALL -> true;
            case PASSED -> view.passed();
            case FAILED -> !view.passed();
            case REGRESSED, FIXED -> view.outcome().equals(word());
        };
    }
}
