package dev.finetuning.springai;

import java.util.Locale;
import java.util.Set;

/** Why an answer ended: Spring AI's models write the usual words in capitals. */
final class FinishReasons {
    private static final Set<String> USUAL = Set.of("stop", "length", "tool_calls", "content_filter", "function_call");

    private FinishReasons() {}

    /** A usual word as chat completions write it; others as they are. */
    static String ours(String theirs) {
        String lower = theirs.toLowerCase(Locale.ROOT);
        return USUAL.contains(lower) ? lower : theirs;
    }
}
