package dev.finetuning.quality.remedy;

import dev.finetuning.example.Example;
import java.util.function.Function;

/**
 * Something to do about examples. A remedy is immutable and thread-safe; what it has to remember from
 * one example to the next lives in the {@link Pass} of one run. {@link Mend} and {@link Drop} hold the
 * remedies that come with the library; implement this for your own.
 */
@FunctionalInterface
public interface Remedy {
    /** Begins one pass over a dataset. */
    Pass begin();

    /**
     * Whether what it takes out must not be written down anywhere, as with personal data. Such remedies
     * run before all others, and the changes file shows examples as they left them.
     */
    default boolean confidential() {
        return false;
    }

    /** One pass of a remedy. Used by one thread. */
    @FunctionalInterface
    interface Pass {
        /** Treats the next example; its origin always names a row. */
        Treatment treat(Example example);
    }

    /** A remedy that needs to remember nothing: it treats each example by itself. */
    static Remedy ofEach(Function<Example, Treatment> treat) {
        return () -> treat::apply;
    }

    /** The same remedy, but {@linkplain #confidential() confidential}. */
    default Remedy asConfidential() {
        return new ConfidentialRemedy(this);
    }
}
