package dev.finetuning.console.view;

/**
 * Something for a person to do.
 *
 * @param link where
 * @param what in a few words
 * @param why in a sentence
 */
public record Need(String link, String what, String why) {}
