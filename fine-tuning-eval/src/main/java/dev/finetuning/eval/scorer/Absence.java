package dev.finetuning.eval.scorer;

import java.util.Arrays;
import java.util.Optional;

/** Why an answer has no score. */
public enum Absence {
    /** The scorer does not apply to this answer, or there is nothing to judge. */
    NOTHING_TO_JUDGE("nothing_to_judge"),
    /** A judge could not be asked, or gave no usable verdict. */
    JUDGE_FAILED("judge_failed"),
    /** The scorer itself failed on this answer. */
    SCORER_FAILED("scorer_failed");

    private final String storedName;

    Absence(String storedName) {
        this.storedName = storedName;
    }

    /** The name in files, which never changes. */
    public String storedName() {
        return storedName;
    }

    /** Whether something failed, so that the same answer may get a score another time. */
    public boolean isFailure() {
        return this != NOTHING_TO_JUDGE;
    }

    /** The absence with this stored name, if there is one. */
    public static Optional<Absence> ofStoredName(String name) {
        return Arrays.stream(values())
                .filter(absence -> absence.storedName.equals(name))
                .findFirst();
    }
}
