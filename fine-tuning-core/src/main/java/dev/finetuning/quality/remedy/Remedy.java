package dev.finetuning.quality.remedy;

import dev.finetuning.example.Example;
import java.util.function.Function;

/**
 * Changes or drops examples. A remedy is immutable and thread-safe; state from one example to the next
 * belongs to the {@link Pass} of one run. {@link Repair} and {@link Drop} contain the remedies of the
 * library; implement this interface for your own.
 */
@FunctionalInterface
public interface Remedy {
    /** Starts one pass over a dataset. */
    Pass begin();

    /**
     * Whether what it removes must not be written anywhere, such as personal data. Confidential remedies
     * run before all others, and the changes file shows examples as they are afterwards.
     */
    default boolean confidential() {
        return false;
    }

    /**
     * Whether it treats each example by itself: passes that each see some of the examples, on several threads
     * or machines and in any order, do together what one does that sees all. {@code false} by default, which is
     * always right but keeps the remedy on one thread.
     */
    default boolean independent() {
        return false;
    }

    /** One pass of a remedy. Not thread-safe. */
    @FunctionalInterface
    interface Pass {
        /** Treats the next example; its origin always has a row. */
        Treatment treat(Example example);
    }

    /** A remedy without state, which treats each example separately. Used on several threads at once. */
    static Remedy ofEach(Function<Example, Treatment> treat) {
        return new DeclaredRemedy(() -> treat::apply, false, true);
    }

    /** This remedy as a {@linkplain #confidential() confidential} one. */
    default Remedy asConfidential() {
        return new DeclaredRemedy(this, true, independent());
    }
}
