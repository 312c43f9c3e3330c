package dev.finetuning.console.shelf;

import dev.finetuning.console.input.RefusedException;
import dev.finetuning.example.Example;
import dev.finetuning.example.Validation;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/** A change of one row, made while a revision is copied. */
final class RowChange {
    /** What is not in the file: the row behind the last. */
    private static final int END = 0;

    private final int row;
    private final Function<Example, Optional<Example>> change;
    private final Optional<Example> added;

    private RowChange(int row, Function<Example, Optional<Example>> change, Optional<Example> added) {
        this.row = row;
        this.change = change;
        this.added = added;
    }

    /** One more row at the end. */
    static RowChange adding(Example example) {
        return new RowChange(END, Optional::of, Optional.of(example));
    }

    /** Without a row, counted from 1. */
    static RowChange removing(int row) {
        return new RowChange(row, example -> Optional.empty(), Optional.empty());
    }

    /** With a row that somebody has validated. */
    static RowChange validating(int row, Validation validation) {
        return new RowChange(
                row,
                example -> Optional.of(example.withInfo(example.info().withValidation(validation))),
                Optional.empty());
    }

    /**
     * Copies examples with the change.
     *
     * @throws RefusedException if there is no such row
     */
    void copy(ExampleFile from, RevisionWriter to) throws IOException {
        if (row > from.size()) {
            throw RefusedException.notFound("example");
        }
        int place = 0;
        for (Example example : from) {
            place++;
            Optional<Example> kept = place == row ? change.apply(example) : Optional.of(example);
            if (kept.isPresent()) {
                to.add(kept.get());
            }
        }
        if (added.isPresent()) {
            to.add(added.get());
        }
    }
}
