package dev.finetuning.quality.pii;

import java.util.List;

/**
 * Finds entities that have no fixed form, such as {@code PERSON} and {@code LOCATION}. The library has
 * none: plug in a model or a list of names. Thread-safe.
 */
@FunctionalInterface
public interface EntityRecogniser {
    /** All entities in a text, in any order. */
    List<PiiSpan> find(String text);
}
