package dev.finetuning.console.shelf;

import java.util.List;

/**
 * How an upload was read.
 *
 * @param from the name of the file for people, or how the examples came otherwise
 * @param reasons what was seen, and what was concluded about the format
 * @param rejected how many records could not be read
 * @param rejections the first of them: where, and why
 */
public record Reading(String from, List<String> reasons, long rejected, List<String> rejections) {
    /** Copies the lists. */
    public Reading {
        reasons = List.copyOf(reasons);
        rejections = List.copyOf(rejections);
    }

    /** Examples that were not read from a file. */
    public static Reading none(String from) {
        return new Reading(from, List.of(), 0, List.of());
    }
}
