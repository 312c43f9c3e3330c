package dev.finetuning.spark;

import java.io.Serializable;

/**
 * Makes something on the machine that needs it: checks, remedies, a format. Only the recipe travels, so that what it
 * makes need not be serialisable. It is made once for each executor, must be thread-safe, and must come out the same
 * everywhere. A reference to a static method ({@code Checks::standard}) or a lambda that captures serialisable values
 * is one.
 *
 * @param <T> what it makes
 */
@FunctionalInterface
public interface Recipe<T> extends Serializable {
    /** Makes it. */
    T make();
}
