package dev.finetuning.quality;

import dev.finetuning.example.Example;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Something to look for in examples. A check is immutable and thread-safe; what it has to remember
 * from one example to the next lives in the {@link Inspection} of one run.
 *
 * <p>Checks see examples one at a time, so that a dataset larger than memory can be checked as it
 * streams by. They report findings and never throw because of what an example holds.
 */
@FunctionalInterface
public interface Check {
    /**
     * Begins a run over one dataset.
     *
     * @param findings where to report; called from the thread that drives the inspection
     */
    Inspection begin(Consumer<Finding> findings);

    /** One run of a check. Used by one thread. */
    @FunctionalInterface
    interface Inspection {
        /** Looks at the next example; its origin always names a row. */
        void look(Example example);

        /** Hears that there are no more examples, and reports what only the whole can show. */
        default void end() {}
    }

    /** A check that needs to remember nothing: it looks at each example by itself. */
    static Check ofEach(BiConsumer<Example, Consumer<Finding>> look) {
        return findings -> example -> look.accept(example, findings);
    }
}
