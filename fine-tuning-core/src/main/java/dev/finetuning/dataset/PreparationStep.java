package dev.finetuning.dataset;

import dev.finetuning.example.Example;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A step of a {@link StreamedPreparation} that looks at each example by itself and therefore runs on several
 * threads at once. What it has to count or tell is done in the order of the source. {@code CheckRun} and {@code
 * RemedyRun} are such steps.
 */
public interface PreparationStep {
    /** Begins the work of one thread. */
    Work begin();

    /**
     * Whether it has to see the examples in the order of the source after all, because what it does with one
     * depends on those before it. Then there is one {@link Work}, and it and all steps after it run on the
     * thread that runs the preparation. {@code false} by default.
     */
    default boolean needsOrder() {
        return false;
    }

    /** A step without state, which changes an example or drops it by returning empty. Called on several threads. */
    static PreparationStep ofEach(Function<? super Example, Optional<Example>> change) {
        return () -> (example, inOrder) -> change.apply(example);
    }

    /** The work of one thread. Used by one thread at a time. */
    @FunctionalInterface
    interface Work {
        /**
         * Does the step for an example.
         *
         * @param inOrder takes what remains to be done when it is the example's turn, on the thread that runs
         *     the preparation: after everything that came before, and even if a later step drops the example
         * @return the example as it is now; empty if it is dropped
         */
        Optional<Example> apply(Example example, Consumer<Runnable> inOrder);
    }
}
