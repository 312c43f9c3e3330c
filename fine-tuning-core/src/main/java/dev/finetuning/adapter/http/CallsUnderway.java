package dev.finetuning.adapter.http;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.Failures;
import dev.finetuning.provider.ProviderException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The calls that wait for an answer: each ends with it, at its limit, by an interrupt, or when all are ended. Thread-safe. */
final class CallsUnderway {
    private final Set<CompletableFuture<?>> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this pipeline or model is closed; make a new one");
        }
    }

    /**
     * The answer.
     *
     * @throws ProviderException if none comes
     */
    @SuppressWarnings("CollectionUndefinedEquality") // a future equals itself alone, which is meant here
    Transport.Reply await(Call call, CompletableFuture<Transport.Reply> answer, Duration limit, Failures failures) {
        waiting.add(answer);
        try {
            if (closed) {
                answer.cancel(true);
            }
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw failures.ofConnection(call, new HttpTimeoutException("no whole answer within " + limit));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw failures.ofConnection(call, new InterruptedIOException("interrupted while waiting"));
        } catch (CancellationException e) {
            throw failures.ofConnection(call, closedMeanwhile());
        } catch (ExecutionException e) {
            // whoever cancels a call may be told of it by the HTTP client first
            throw failures.ofConnection(call, closed ? closedMeanwhile() : cause(e));
        } finally {
            waiting.remove(answer);
        }
    }

    private static InterruptedIOException closedMeanwhile() {
        return new InterruptedIOException("closed while waiting");
    }

    private static Throwable cause(ExecutionException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof HttpConnectTimeoutException ? new ConnectException("it took too long") : cause;
    }

    /** Ends all of them; later ones are refused by {@link #requireOpen}. */
    void close() {
        closed = true;
        waiting.forEach(answer -> answer.cancel(true));
    }
}
