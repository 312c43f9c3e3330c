package dev.finetuning.dataset;

import dev.finetuning.example.Example;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was made of one example without looking at any other.
 *
 * @param example the example after its steps; null if one of them dropped it or failed
 * @param inOrder what remains to be done when it is its turn
 * @param rendered its digests and its line; null if there is no example, or if steps follow that need order
 * @param failure what a step threw
 */
record Prepared(
        @Nullable Example example,
        List<Runnable> inOrder,
        @Nullable Rendered rendered,
        @Nullable Throwable failure) {}
