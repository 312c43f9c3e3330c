package dev.finetuning.synthesis;

import dev.finetuning.Sleeper;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.example.Example;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Gets a question answered: from the book where the answer is known, otherwise by the model. An answer
 * that is no use is asked for again once. Failures that no question would survive (credentials, a model
 * that is not there) are thrown. Thread-safe.
 */
final class Asker {
    private static final int READINGS = 2;
    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    private final ChatModel model;
    private final Recipe recipe;
    private final AnswerBook book;
    private final Spending spending;
    private final Sleeper sleeper;
    private volatile boolean quiet;

    Asker(ChatModel model, Recipe recipe, AnswerBook book, Spending spending, Sleeper sleeper) {
        this.model = model;
        this.recipe = recipe;
        this.book = book;
        this.spending = spending;
        this.sleeper = sleeper;
    }

    /** From now on only what is in the book is answered. */
    void keepQuiet() {
        quiet = true;
    }

    boolean isQuiet() {
        return quiet;
    }

    /**
     * What became of the question.
     *
     * @throws InterruptedException if the thread is interrupted while it waits for a busy host
     */
    Answered answer(Question question) throws InterruptedException {
        UnusableAnswerException unusable = null;
        for (int reading = 0; reading < READINGS; reading++) {
            Optional<ChatReply> known = book.find(question.key(reading));
            try {
                Optional<ChatReply> reply = known.isPresent() ? remembered(known.get()) : ask(question, reading);
                if (reply.isEmpty()) {
                    return Answered.later(question);
                }
                List<Example> made = recipe.read(question.seed().example(), reply.get(), question.wanted());
                return Answered.with(question, made);
            } catch (NotFoundException e) {
                throw e;
            } catch (RequestRejectedException e) {
                return Answered.never(question, "refused", "The host refused the question.");
            } catch (UnusableAnswerException e) {
                unusable = e;
            }
        }
        return unusable == null
                ? Answered.later(question)
                : Answered.never(question, unusable.code(), unusable.reason());
    }

    private Optional<ChatReply> remembered(ChatReply reply) {
        spending.remembered(reply.usage());
        return Optional.of(reply);
    }

    private Optional<ChatReply> ask(Question question, int reading) throws InterruptedException {
        for (int attempt = 1; attempt <= ATTEMPTS && !quiet; attempt++) {
            try {
                ChatReply reply = book.keep(question.key(reading), model.ask(question.request()));
                spending.paid(reply.usage());
                return Optional.of(reply);
            } catch (RetryLaterException e) {
                Duration pause = pause(e, attempt, question);
                if (attempt == ATTEMPTS || pause.compareTo(LONGEST_PAUSE) > 0) {
                    return Optional.empty();
                }
                sleeper.sleep(pause);
            } catch (OutcomeUnknownException e) {
                spending.unknown(question);
                return Optional.empty();
            } catch (ProviderFaultException e) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Doubling, with full jitter; a host that says how long it wants to be left alone is obeyed in full. */
    private static Duration pause(RetryLaterException failure, int attempt, Question question) {
        double jitter = new SplittableRandom(question.key().hashCode() + attempt).nextDouble();
        Duration ceiling = FIRST_PAUSE.multipliedBy(1L << attempt);
        Duration backoff = Duration.ofNanos((long) (ceiling.toNanos() * jitter));
        return failure.retryAfter()
                .filter(asked -> asked.compareTo(backoff) > 0)
                .orElse(backoff);
    }
}
