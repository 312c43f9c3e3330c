package dev.finetuning.adapter;

import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The record that caused a job to fail, parsed from the provider's message: {@code "Example 100, message
 * 2"}, {@code "Line 7"}, {@code "Flagged lines: 4, 13"} (the first of them).
 *
 * @param row the record, counted from 1, if one is named
 * @param message the message within it, counted from 0, if one is named; providers count from 1
 */
public record FailureLocation(OptionalLong row, OptionalInt message) {
    private static final Pattern EXAMPLE = Pattern.compile(
            "\\b(?:example|line|row|sample)\\s{1,3}#?(\\d{1,12})\\b(?:,\\s{0,3}message\\s{1,3}(\\d{1,6})\\b)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern FLAGGED =
            Pattern.compile("\\b(?:lines|examples|rows|samples):?\\s{1,3}(\\d{1,12})\\b", Pattern.CASE_INSENSITIVE);
    private static final FailureLocation NOWHERE = new FailureLocation(OptionalLong.empty(), OptionalInt.empty());

    /** The first record named in a message; empty if there is none. */
    public static FailureLocation in(String words) {
        Matcher example = EXAMPLE.matcher(words);
        if (example.find()) {
            String message = example.group(2);
            OptionalInt index =
                    message == null ? OptionalInt.empty() : OptionalInt.of(Math.max(0, Integer.parseInt(message) - 1));
            return new FailureLocation(OptionalLong.of(Long.parseLong(example.group(1))), index);
        }
        Matcher flagged = FLAGGED.matcher(words);
        return flagged.find()
                ? new FailureLocation(OptionalLong.of(Long.parseLong(flagged.group(1))), OptionalInt.empty())
                : NOWHERE;
    }
}
