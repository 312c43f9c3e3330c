package dev.finetuning.example;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known about an example apart from its content. It is not trained on and is not part of the
 * dataset's fingerprint.
 *
 * @param metadata free labels; splits and statistics use {@link #CATEGORY}, {@link #GROUP} and {@link
 *     #GROWN_FROM}
 * @param provenance who made it and where it was read
 * @param validation who validated it, if somebody did
 * @param extras unknown top-level fields of the record, unchanged
 */
public record ExampleInfo(
        Map<String, String> metadata,
        Provenance provenance,
        Optional<Validation> validation,
        Map<String, Object> extras) {
    /** The metadata key of the category: {@code "category"}. */
    public static final String CATEGORY = "category";

    /** The metadata key of the group that a split must keep together: {@code "group"}. */
    public static final String GROUP = "group";

    /**
     * The metadata key with the fingerprint of the example that a synthetic one was made from: {@code
     * "grown_from"}. Splits keep the two together.
     */
    public static final String GROWN_FROM = "grown_from";

    /** The category of an example without one. */
    public static final String UNCATEGORIZED = "uncategorized";

    /** Empty info: made in code, not validated. */
    public static final ExampleInfo NONE = new ExampleInfo(Map.of(), Provenance.human(Origin.CODE));

    /** Copies the maps, keeping their order. */
    public ExampleInfo {
        metadata = metadata.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        extras = JsonValues.copy(extras);
    }

    /** Info about an example that nobody has validated, without unknown fields. */
    public ExampleInfo(Map<String, String> metadata, Provenance provenance) {
        this(metadata, provenance, Optional.empty(), Map.of());
    }

    /** The category, {@value #UNCATEGORIZED} by default. */
    public String category() {
        return metadata.getOrDefault(CATEGORY, UNCATEGORIZED);
    }

    /** The group, if the example belongs to one. */
    public Optional<String> group() {
        return Optional.ofNullable(metadata.get(GROUP));
    }

    /** The fingerprint of the example that a synthetic one was made from. */
    public Optional<String> grownFrom() {
        return provenance.isSynthetic() ? Optional.ofNullable(metadata.get(GROWN_FROM)) : Optional.empty();
    }

    /** This info with a label added or replaced. */
    public ExampleInfo withMetadata(String key, String value) {
        Map<String, String> labels = new LinkedHashMap<>(metadata);
        labels.put(key, value);
        return new ExampleInfo(labels, provenance, validation, extras);
    }

    /** This info with another provenance. */
    public ExampleInfo withProvenance(Provenance newProvenance) {
        return new ExampleInfo(metadata, newProvenance, validation, extras);
    }

    /** This info with another validation. */
    public ExampleInfo withValidation(Validation newValidation) {
        return new ExampleInfo(metadata, provenance, Optional.of(newValidation), extras);
    }

    /** Whether there is anything beyond the content: labels, a validation, or a maker other than people. */
    public boolean saysMore() {
        return !metadata.isEmpty() || validation.isPresent() || provenance.kind() != Provenance.Kind.HUMAN;
    }

    @Override
    public String toString() {
        return "ExampleInfo[metadata " + metadata.keySet() + ", " + provenance + ", validation "
                + validation.map(Validation::toString).orElse("none")
                + ", extras " + extras.keySet() + "]";
    }
}
