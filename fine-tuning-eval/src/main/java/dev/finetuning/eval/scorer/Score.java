package dev.finetuning.eval.scorer;

import dev.finetuning.internal.content.FrozenMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The result of a scorer.
 *
 * @param name the scorer's name
 * @param value from 0 (worst) to 1 (best); empty if the answer could not be scored
 * @param passed whether the value reaches the scorer's threshold; false if there is no value
 * @param reason why there is no value, or an explanation of it; may be empty if there is a value
 * @param metadata details for reports, as JSON values
 * @param absence the kind of reason why there is no value; empty if there is one
 */
public record Score(
        String name,
        OptionalDouble value,
        boolean passed,
        String reason,
        Map<String, Object> metadata,
        Optional<Absence> absence) {
    private static final String JUDGE = "gradedBy";

    /**
     * Copies the map.
     *
     * @throws IllegalArgumentException if the value is not in 0..1, is absent without a reason, or is
     *     present with an absence
     */
    public Score {
        metadata = FrozenMap.copy(metadata);
        if (value.isPresent() && !(value.getAsDouble() >= 0 && value.getAsDouble() <= 1)) {
            throw new IllegalArgumentException(name + ": a score lies in 0..1: " + value.getAsDouble());
        }
        if (value.isEmpty() && (reason.isBlank() || passed)) {
            throw new IllegalArgumentException(name + ": an absent score needs a reason and cannot have passed");
        }
        if (value.isPresent() == absence.isPresent()) {
            throw new IllegalArgumentException(name + ": a score has either a value or an absence");
        }
    }

    /** A score; without a value, the absence is {@link Absence#NOTHING_TO_JUDGE}. */
    public Score(String name, OptionalDouble value, boolean passed, String reason, Map<String, Object> metadata) {
        this(
                name,
                value,
                passed,
                reason,
                metadata,
                value.isPresent() ? Optional.empty() : Optional.of(Absence.NOTHING_TO_JUDGE));
    }

    /**
     * A score that passes from a threshold on, compared in decimals.
     *
     * @param threshold the lowest value that passes, 0..1
     */
    public static Score of(String name, double value, double threshold) {
        return new Score(name, OptionalDouble.of(value), Thresholds.isReached(value, threshold), "", Map.of());
    }

    /** 1 and passed, or 0 and not passed. */
    public static Score of(String name, boolean passed) {
        return new Score(name, OptionalDouble.of(passed ? 1 : 0), passed, "", Map.of());
    }

    /** An absent score, because there is nothing to judge; {@code reason} says what is missing. */
    public static Score absent(String name, String reason) {
        return absent(name, Absence.NOTHING_TO_JUDGE, reason);
    }

    /** An absent score with a reason. */
    public static Score absent(String name, Absence absence, String reason) {
        return new Score(name, OptionalDouble.empty(), false, reason, Map.of(), Optional.of(absence));
    }

    /** This score under another name. */
    public Score named(String newName) {
        return new Score(newName, value, passed, reason, metadata, absence);
    }

    /** This score with an explanation. */
    public Score withReason(String newReason) {
        return new Score(name, value, passed, newReason, metadata, absence);
    }

    /** This score with another detail. */
    public Score with(String key, Object detail) {
        Map<String, Object> more = new LinkedHashMap<>(metadata);
        more.put(key, detail);
        return new Score(name, value, passed, reason, more, absence);
    }

    /**
     * This score as one that a model gave. A scorer that asks a model says so, because such scores open a gate only
     * if the model was compared with people.
     *
     * @param identity the model's id, and what it judges by in short, such as a hash of its rubric
     */
    public Score byJudge(String identity) {
        return with(JUDGE, identity);
    }

    /** The model that gave this score; empty if none did. */
    public Optional<String> judge() {
        return Optional.ofNullable(metadata.get(JUDGE)).map(String::valueOf);
    }

    /** Whether there is no value. */
    public boolean isAbsent() {
        return value.isEmpty();
    }
}
