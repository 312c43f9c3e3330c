package dev.finetuning.internal.threads;

import org.jspecify.annotations.Nullable;

/** A failure that was caught on one thread, to be thrown on another. */
public final class CarriedFailure {
    private CarriedFailure() {}

    /**
     * The failure as something to throw: {@code throw CarriedFailure.thrown(failure)}. An error is thrown at once.
     *
     * @throws IllegalStateException if it is a checked exception, which none of our work declares
     */
    public static RuntimeException thrown(@Nullable Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException known ? known : new IllegalStateException("work failed", failure);
    }
}
