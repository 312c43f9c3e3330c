package dev.finetuning.adapter.http;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.Failures;
import dev.finetuning.provider.ProviderException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The calls that wait for an answer: each ends with it, at its limit, by an interrupt, or when all are ended. Thread-safe. */
final class CallsUnderway {
    /** How long a host may take to close what it has said to be over. */
    private static final Duration ENDING = Duration.ofMillis(500);

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
    Transport.Reply await(Call call, CompletableFuture<Transport.Reply> answer, Duration limit, Failures failures) {
        return await(call, answer, limit, failures, () -> answer.get(limit.toNanos(), TimeUnit.NANOSECONDS));
    }

    /**
     * The same, for an answer that is read while it arrives.
     *
     * @param arriving where its bytes are
     * @param reader reads them in this thread
     * @return the answer without its body; without headers too where the reader had enough before its end
     */
    Transport.Reply await(
            Call call,
            CompletableFuture<Transport.Reply> answer,
            Duration limit,
            Failures failures,
            ArrivingBytes arriving,
            ArrivingBytes.Reader reader) {
        long end = System.nanoTime() + limit.toNanos();
        CompletableFuture<Transport.Reply> unused = answer.whenComplete((reply, failure) -> arriving.end());
        return await(call, answer, limit, failures, () -> {
            boolean wanted = true;
            Optional<byte[]> bytes = Optional.empty();
            do {
                bytes = arriving.next(end - System.nanoTime());
                wanted = bytes.isEmpty() || reader.read(bytes.get());
            } while (wanted && bytes.isPresent());
            return wanted ? answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS) : ending(answer);
        });
    }

    /** The answer, if its end comes soon; some hosts keep the connection open after the last word. */
    private static Transport.Reply ending(CompletableFuture<Transport.Reply> answer)
            throws InterruptedException, ExecutionException {
        try {
            return answer.get(ENDING.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Transport.Reply(200, name -> Optional.empty(), new byte[0]);
        }
    }

    /** Waits for an answer. */
    private interface Waiting {
        Transport.Reply get() throws InterruptedException, ExecutionException, TimeoutException;
    }

    @SuppressWarnings("CollectionUndefinedEquality") // a future equals itself alone, which is meant here
    private Transport.Reply await(
            Call call, CompletableFuture<Transport.Reply> answer, Duration limit, Failures failures, Waiting wait) {
        waiting.add(answer);
        try {
            if (closed) {
                answer.cancel(true);
            }
            return wait.get();
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
            answer.cancel(true);
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
