package dev.finetuning.internal.json;

/**
 * What a document may cost the parser.
 *
 * @param depth the deepest nesting
 * @param stringLength the longest string, in characters
 * @param numberLength the longest number, in characters
 */
public record JsonLimits(int depth, int stringLength, int numberLength) {}
