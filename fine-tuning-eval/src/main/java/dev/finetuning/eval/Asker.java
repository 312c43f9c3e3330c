package dev.finetuning.eval;

import dev.finetuning.Sleeper;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Puts a question to a model until it is answered, refused or given up on. Failures that no question
 * would survive (credentials, a model that is not there) are thrown.
 */
final class Asker {
    private final ChatModel model;
    private final String evaluationId;
    private final Pacer pacer;
    private final CallSettings settings;
    private final ScheduledExecutorService watch;

    Asker(ChatModel model, String evaluationId, Pacer pacer, CallSettings settings, ScheduledExecutorService watch) {
        this.model = model;
        this.evaluationId = evaluationId;
        this.pacer = pacer;
        this.settings = settings;
        this.watch = watch;
    }

    /**
     * The answer.
     *
     * @throws InterruptedException if the guard was cancelled
     */
    Answer ask(Question question, CallGuard guard) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            long estimate = question.estimatedTokens();
            pause(pacer.take(estimate), guard);
            try {
                ChatReply reply = callWithDeadline(question, guard);
                pacer.settle(estimate, reply.usage().totalTokens());
                return Answer.of(reply, evaluationId);
            } catch (RetryLaterException e) {
                Optional<Duration> wait = pauseAfter(e, attempt, question);
                if (wait.isEmpty()) {
                    return failed(CaseError.Kind.BUSY, e);
                }
                pause(wait.get(), guard);
            } catch (NotFoundException e) {
                throw e;
            } catch (RequestRejectedException e) {
                return failed(CaseError.Kind.REJECTED, e);
            } catch (OutcomeUnknownException e) {
                return failed(CaseError.Kind.OUTCOME_UNKNOWN, e);
            } catch (ProviderFaultException e) {
                return failed(CaseError.Kind.FAULT, e);
            } catch (DeadlineException e) {
                return failed(CaseError.Kind.DEADLINE, e);
            }
        }
    }

    private ChatReply callWithDeadline(Question question, CallGuard guard) throws InterruptedException {
        @Nullable Future<?> alarm = alarm(guard);
        try {
            return guard.call(() -> model.ask(question.request()));
        } catch (RuntimeException e) {
            if (guard.cancelled()) {
                throw interrupted(e);
            }
            if (guard.expired()) {
                throw new DeadlineException(settings.deadline(), e);
            }
            throw e;
        } finally {
            if (alarm != null) {
                alarm.cancel(false);
            }
        }
    }

    private @Nullable Future<?> alarm(CallGuard guard) {
        Duration deadline = settings.deadline();
        long call = guard.nextCall();
        return deadline.isZero()
                ? null
                : watch.schedule(() -> guard.expire(call), deadline.toNanos(), TimeUnit.NANOSECONDS);
    }

    private Optional<Duration> pauseAfter(RetryLaterException failure, int failed, Question question) {
        RetryPolicy retries = settings.retries();
        Optional<Duration> demanded = failure.retryAfter();
        boolean tooLong =
                demanded.filter(d -> d.compareTo(retries.longestPause()) > 0).isPresent();
        if (failed >= retries.attempts() || tooLong) {
            return Optional.empty();
        }
        demanded.ifPresent(pacer::holdFor);
        double jitter = new SplittableRandom(question.key().hashCode() + failed).nextDouble();
        Duration backoff = Duration.ofNanos((long) (retries.ceiling(failed).toNanos() * jitter));
        return Optional.of(demanded.filter(d -> d.compareTo(backoff) > 0).orElse(backoff));
    }

    private void pause(Duration pause, CallGuard guard) throws InterruptedException {
        if (pause.isZero()) {
            return;
        }
        Sleeper sleeper = settings.sleeper();
        guard.enter();
        try {
            sleeper.sleep(pause);
        } finally {
            guard.leave();
        }
    }

    private Answer failed(CaseError.Kind kind, RuntimeException cause) {
        return Answer.of(new CaseError(kind, String.valueOf(cause.getMessage())), evaluationId);
    }

    private static InterruptedException interrupted(RuntimeException cause) {
        InterruptedException interrupted = new InterruptedException();
        interrupted.initCause(cause);
        return interrupted;
    }

    private static final class DeadlineException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DeadlineException(Duration deadline, RuntimeException cause) {
            super("no answer within the deadline of " + deadline.toMillis() + " ms", cause);
        }
    }
}
