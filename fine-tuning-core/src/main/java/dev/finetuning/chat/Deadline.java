package dev.finetuning.chat;

import dev.finetuning.provider.DeadlinePassedException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RetryLaterException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The time that a question has, from the moment this is made; for implementations of {@link ChatModel}. One whose
 * own client takes a limit gives it {@link #left}; any other makes its call by {@link #call}. Thread-safe.
 */
public final class Deadline {
    private final ChatRequest request;
    private final Incident incident;
    private final long begun = System.nanoTime();

    private Deadline(ChatRequest request, Incident incident) {
        this.request = request;
        this.incident = incident;
    }

    /**
     * Begins to count the time of a question, which need not have a deadline.
     *
     * @param provider the provider's name, for failures
     * @param modelId the model that is asked, for failures
     */
    public static Deadline of(ChatRequest request, String provider, String modelId) {
        return new Deadline(request, Incident.of(provider, "ask " + modelId));
    }

    /** The time since the beginning. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** The time that is left, at least zero; empty if the question has no deadline. */
    public Optional<Duration> left() {
        return request.deadline()
                .map(deadline -> deadline.minus(elapsed()))
                .map(left -> left.isNegative() ? Duration.ZERO : left);
    }

    /** Whether no time is left. */
    public boolean isPassed() {
        return left().filter(Duration::isZero).isPresent();
    }

    /**
     * Checks that there is time left.
     *
     * @throws DeadlinePassedException if there is none
     */
    public void check() {
        if (isPassed()) {
            throw passed();
        }
    }

    /**
     * The question with the time that is left, for another model.
     *
     * @throws DeadlinePassedException if there is none
     */
    public ChatRequest rest() {
        Optional<Duration> left = left();
        if (left.filter(Duration::isZero).isPresent()) {
            throw passed();
        }
        return left.map(request::withDeadline).orElse(request);
    }

    /** The failure of a question whose time is over. */
    public DeadlinePassedException passed() {
        return new DeadlinePassedException(incident, deadline(), null);
    }

    /** The failure of a question whose time is over, as its call showed by another failure. */
    public DeadlinePassedException passed(Throwable cause) {
        Incident where = cause instanceof ProviderException failure ? failure.incident() : incident;
        return new DeadlinePassedException(where, deadline(), cause);
    }

    private Duration deadline() {
        return request.deadline().orElseGet(this::elapsed);
    }

    /**
     * Makes a call that knows no limit. With a deadline it runs in a background thread, which is interrupted when the
     * time is over or the waiting thread is interrupted; without one it runs here.
     *
     * @throws DeadlinePassedException if it takes longer, and what it does afterwards is ignored; or if no time is left,
     *     and nothing is called
     */
    public ChatReply call(Supplier<ChatReply> call) {
        check();
        return left().map(left -> within(left, call)).orElseGet(call);
    }

    private ChatReply within(Duration left, Supplier<ChatReply> call) {
        CompletableFuture<ChatReply> reply = AsyncReply.of(call);
        try {
            return reply.get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw passed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RetryLaterException(incident, "interrupted while waiting", null, e);
        } catch (ExecutionException e) {
            throw unchecked(e);
        } finally {
            reply.cancel(true);
        }
    }

    private static RuntimeException unchecked(ExecutionException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }
}
