package dev.finetuning.console.shelf;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How far the look through a revision has come.
 *
 * @param known what was found, once it is over
 * @param done how much of it is done, from 0 to 1
 * @param examples how many examples are looked at in all
 * @param left about how long it will take, as soon as that can be told
 */
public record InspectionState(Optional<Inspection> known, double done, int examples, Optional<Duration> left) {
    static InspectionState over(Inspection inspection) {
        return new InspectionState(
                Optional.of(inspection), 1, (int) inspection.report().examples(), Optional.empty());
    }

    /** {@code "37 % of 50,000 examples, about 40 seconds left"}. */
    public String progress() {
        String share = String.format(Locale.ROOT, "%d %% of %,d examples", (int) (100 * done), examples);
        return share + left.map(InspectionState::inWords).orElse("");
    }

    private static String inWords(Duration left) {
        long seconds = Math.max(1, left.toSeconds());
        return seconds < 90
                ? ", about %d seconds left".formatted(seconds)
                : ", about %d minutes left".formatted((seconds + 30) / 60);
    }
}
