package dev.finetuning.quality;

import dev.finetuning.example.Example;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Looks for one kind of problem in examples. A check is immutable and thread-safe; state from one example
 * to the next belongs to the {@link Inspection} of one run.
 *
 * <p>Checks see examples one at a time, so a dataset larger than memory can be checked as a stream. They
 * report findings and never throw because of an example's content.
 */
@FunctionalInterface
public interface Check {
    /**
     * Starts a run over one dataset.
     *
     * @param findings receives the findings, on the thread that drives the inspection
     */
    Inspection begin(Consumer<Finding> findings);

    /**
     * Whether it judges each example by itself: inspections that each see some of the examples, on several
     * threads or machines and in any order, find together what one finds that sees all. Then {@link
     * Inspection#end} finds nothing. {@code false} by default, which is always right but keeps the check on one
     * thread.
     */
    default boolean independent() {
        return false;
    }

    /**
     * How it judges together what lies on several machines; empty, which is always right, if it is {@linkplain
     * #independent independent} or has to see all examples one after another. Notes must lead to the same findings
     * as an inspection.
     */
    default Optional<Noting> noting() {
        return Optional.empty();
    }

    /** One run of a check. Not thread-safe. */
    @FunctionalInterface
    interface Inspection {
        /** Checks the next example; its origin always has a row. */
        void look(Example example);

        /** Called after the last example, to report findings about the dataset as a whole. */
        default void end() {}
    }

    /** A check without state, which looks at each example separately. Used on several threads at once. */
    static Check ofEach(BiConsumer<Example, Consumer<Finding>> look) {
        return new DeclaredCheck(findings -> example -> look.accept(example, findings), true, Optional.empty());
    }

    /** A check that judges examples together by notes, on one machine or several. */
    static Check ofNotes(Noting noting) {
        return DeclaredCheck.of(noting);
    }
}
