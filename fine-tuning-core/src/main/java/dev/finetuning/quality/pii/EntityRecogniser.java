package dev.finetuning.quality.pii;

import java.util.List;

/**
 * Finds entities that no format gives away, such as {@code PERSON} and {@code LOCATION}. The library
 * brings none: plug in a model or a list of names. Thread-safe.
 */
@FunctionalInterface
public interface EntityRecogniser {
    /** Every span it recognises, in any order. */
    List<PiiSpan> find(String text);
}
