package dev.finetuning.asking;

import dev.finetuning.Sleeper;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.provider.AnswerCutOffException;
import dev.finetuning.provider.DeadlinePassedException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RetryLaterException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Puts a question to a model until it is answered, refused or given up on. Failures that no question
 * would survive (credentials, a model that is not there) are thrown. Thread-safe.
 */
final class Asker {
    private final ChatModel model;
    private final String version;
    private final Spending spending;
    private final AskingSettings settings;
    private final Pacer pacer;
    private final ScheduledExecutorService watch;

    Asker(ChatModel model, String version, Spending spending, AskingSettings settings, ScheduledExecutorService watch) {
        this.model = model;
        this.version = version;
        this.spending = spending;
        this.settings = settings;
        this.pacer = new Pacer(settings.rateLimit(), settings.clock());
        this.watch = watch;
    }

    /**
     * The answer.
     *
     * @throws InterruptedException if the guard was cancelled
     */
    Answer ask(Question question, String askedBy, CallGuard guard) throws InterruptedException {
        try {
            return Answer.of(reply(question, guard), askedBy);
        } catch (ProviderException e) {
            return failed(FailureKind.of(e).orElseThrow(() -> e), e, askedBy);
        }
    }

    /**
     * The reply, or the last failure thrown.
     *
     * @throws DeadlinePassedException if a call took longer than it may; it is not repeated, for it may be billed
     * @throws InterruptedException if the guard was cancelled
     */
    ChatReply reply(Question question, CallGuard guard) throws InterruptedException {
        boolean limited = settings.rateLimit().tokensPerMinute() != RateLimit.UNLIMITED;
        long estimate = limited ? question.inputTokens() + question.outputTokens() : 0;
        for (int attempt = 1; ; attempt++) {
            pause(pacer.take(estimate), guard);
            try {
                ChatReply reply = callWithDeadline(question, guard);
                pacer.settle(estimate, limited ? reply.usage().totalTokens() : 0);
                return reply;
            } catch (OutcomeUnknownException | AnswerCutOffException | DeadlinePassedException e) {
                spending.unknown(question);
                throw e;
            } catch (RetryLaterException e) {
                pause(pauseAfter(e, attempt, question), guard);
            }
        }
    }

    private ChatReply callWithDeadline(Question question, CallGuard guard) throws InterruptedException {
        requireSameVersion();
        Future<?> alarm = alarm(guard);
        try {
            ChatReply reply = guard.call(() -> call(question.request()));
            requireSameVersion();
            return reply;
        } catch (RuntimeException e) {
            if (guard.cancelled()) {
                throw interrupted(e);
            }
            if (guard.expired()) {
                throw new DeadlinePassedException(
                        Incident.of(model.provider(), "ask " + model.id()), settings.deadline(), e);
            }
            throw e;
        } finally {
            alarm.cancel(false);
        }
    }

    private ChatReply call(ChatRequest request) {
        if (!settings.streamed()) {
            return model.ask(request);
        }
        long start = System.nanoTime();
        AtomicReference<@Nullable Duration> first = new AtomicReference<>();
        ChatReply reply =
                model.stream(request, part -> first.compareAndSet(null, Duration.ofNanos(System.nanoTime() - start)));
        Duration measured = first.get();
        return measured == null ? reply : reply.withFirstToken(measured);
    }

    private void requireSameVersion() {
        String now = model.version();
        if (!now.equals(version)) {
            throw new ModelChangedException(model.id(), version, now);
        }
    }

    private Future<?> alarm(CallGuard guard) {
        long call = guard.nextCall();
        return watch.schedule(() -> guard.expire(call), settings.deadline().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** How long to wait; throws the failure where it is time to give up. */
    private Duration pauseAfter(RetryLaterException failure, int failed, Question question) {
        Duration demanded = failure.retryAfter().orElse(Duration.ZERO);
        Optional<Duration> pause =
                settings.retries().pauseAfter(failed, demanded, question.key().hashCode());
        if (pause.isPresent() && !demanded.isZero()) {
            pacer.holdFor(demanded);
        }
        return pause.orElseThrow(() -> failure);
    }

    private void pause(Duration pause, CallGuard guard) throws InterruptedException {
        if (pause.isZero() || pause.isNegative()) {
            return;
        }
        Sleeper sleeper = settings.sleeper();
        guard.enterPause();
        try {
            sleeper.sleep(pause);
        } finally {
            guard.leave();
        }
    }

    private static Answer failed(FailureKind kind, RuntimeException cause, String askedBy) {
        return Answer.failed(kind, String.valueOf(cause.getMessage()), askedBy);
    }

    private static InterruptedException interrupted(RuntimeException cause) {
        InterruptedException interrupted = new InterruptedException();
        interrupted.initCause(cause);
        return interrupted;
    }
}
