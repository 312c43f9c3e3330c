package dev.finetuning.eval.human;

import java.util.Locale;
import java.util.Optional;

/** Which side of a blind pair a rater finds better. */
public enum Preference {
    LEFT(1),
    TIE(0.5),
    RIGHT(0);

    private final double forLeft;

    Preference(double forLeft) {
        this.forLeft = forLeft;
    }

    /** The value of the preference for the left side: 1, 0.5 or 0. */
    public double forLeft() {
        return forLeft;
    }

    /** The preference with this name, ignoring case. */
    static Optional<Preference> of(String name) {
        for (Preference preference : values()) {
            if (preference.name().equals(name.strip().toUpperCase(Locale.ROOT))) {
                return Optional.of(preference);
            }
        }
        return Optional.empty();
    }
}
