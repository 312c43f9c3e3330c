package dev.finetuning.console.lane;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what is done beside whoever asks, but not for ever. */
public final class Waiting {
    private Waiting() {}

    /**
     * What came of something, if it is over within a while, and if the thread is not interrupted meanwhile; then it
     * stays interrupted.
     *
     * @param wait how long to wait; zero if it should be over already
     * @throws ExecutionException if it has failed
     */
    public static <T> Optional<T> within(Future<T> something, Duration wait) throws ExecutionException {
        try {
            return Optional.of(something.get(wait.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
