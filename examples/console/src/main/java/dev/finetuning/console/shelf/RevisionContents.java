package dev.finetuning.console.shelf;

/**
 * What is in a revision, in numbers.
 *
 * @param kind the class of its examples, as {@link ExampleKind} names it
 * @param examples how many there are
 * @param validated how many of them somebody has validated
 * @param bytes the size of its file
 * @param fingerprint the identity of its content, in hexadecimal
 */
public record RevisionContents(String kind, int examples, int validated, long bytes, String fingerprint) {}
