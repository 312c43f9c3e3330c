package dev.finetuning.quality;

import dev.finetuning.OrderNeededException;
import dev.finetuning.example.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run of {@link Checks} over data that lies on several machines. Each machine looks at its examples with a {@link
 * Piece}; notes are gathered by check and topic, put in the order of the examples, and {@linkplain #judge judged}.
 * Findings in the order of example, check and time, with those of {@link Noting.Judgement#end} behind all others in
 * the order of checks, are those that one run over all examples makes. Immutable and thread-safe.
 */
public final class CheckPieces {
    private final List<Check> checks;
    private final Function<Finding, Optional<Finding>> judge;
    private final int keepAtMost;

    CheckPieces(List<Check> checks, Function<Finding, Optional<Finding>> judge, int keepAtMost) {
        this.checks = checks;
        this.judge = judge;
        this.keepAtMost = keepAtMost;
        for (int i = 0; i < checks.size(); i++) {
            Check check = checks.get(i);
            if (!check.independent() && check.noting().isEmpty()) {
                throw new OrderNeededException(
                        "Check " + (i + 1) + " of " + checks.size() + " ("
                                + check.getClass().getName() + ")",
                        "Leave it out, or let it judge each example by itself (Check.ofEach) or by notes"
                                + " (Check.ofNotes).");
            }
        }
    }

    /** What a check found at once. The number is that of the check within the set, from 0. */
    public record Found(int check, Finding finding) {}

    /** What a check noted. The number is that of the check within the set, from 0. */
    public record Noted(int check, Noting.Note note) {}

    /** Begins the look at a part of the examples. */
    public Piece begin() {
        return new Piece();
    }

    /** The numbers of the checks that judge by notes. */
    public List<Integer> noting() {
        List<Integer> noting = new ArrayList<>();
        for (int i = 0; i < checks.size(); i++) {
            if (!checks.get(i).independent()) {
                noting.add(i);
            }
        }
        return noting;
    }

    /**
     * Begins to judge the notes that a check took on one topic.
     *
     * @throws java.util.NoSuchElementException if the check takes none
     */
    public Noting.Judgement judge(int check, Consumer<Finding> findings) {
        return checks.get(check)
                .noting()
                .orElseThrow()
                .judge(finding -> judge.apply(finding).ifPresent(findings));
    }

    /** How many findings a report keeps; the others are only counted. */
    public int keepAtMost() {
        return keepAtMost;
    }

    /** The look at a part of the examples, in any order. Not thread-safe. */
    public final class Piece {
        private final List<Check.@Nullable Inspection> own = new ArrayList<>();
        private final List<Found> found = new ArrayList<>();

        private Piece() {
            for (int i = 0; i < checks.size(); i++) {
                int check = i;
                own.add(
                        checks.get(i).independent()
                                ? checks.get(i)
                                        .begin(finding -> judge.apply(finding)
                                                .ifPresent(judged -> found.add(new Found(check, judged))))
                                : null);
            }
        }

        /**
         * Looks at an example.
         *
         * @param example its origin must have a row
         * @param notes takes what has to be judged together with other examples
         * @return what was found at once, in the order of the checks
         */
        public List<Found> look(Example example, Consumer<Noted> notes) {
            found.clear();
            for (int i = 0; i < checks.size(); i++) {
                int check = i;
                Check.Inspection inspection = own.get(i);
                if (inspection != null) {
                    inspection.look(example);
                } else {
                    checks.get(i)
                            .noting()
                            .ifPresent(noting -> noting.take(example, note -> notes.accept(new Noted(check, note))));
                }
            }
            return List.copyOf(found);
        }
    }
}
