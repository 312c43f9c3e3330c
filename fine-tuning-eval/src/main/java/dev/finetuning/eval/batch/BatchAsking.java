package dev.finetuning.eval.batch;

import dev.finetuning.Sleeper;
import dev.finetuning.asking.Answer;
import dev.finetuning.asking.AnswerBook;
import dev.finetuning.asking.AnswerListener;
import dev.finetuning.asking.AskingSettings;
import dev.finetuning.asking.CallPrices;
import dev.finetuning.asking.FailureKind;
import dev.finetuning.asking.Question;
import dev.finetuning.asking.RetryPolicy;
import dev.finetuning.chat.BatchAnswer;
import dev.finetuning.chat.BatchChatModel;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Asks one model questions through its provider's batch API. Questions that are already in a batch, of this
 * asker or another, are waited for and not submitted again. Questions that a batch leaves unanswered go
 * into another one, as often as the retries allow. Not thread-safe.
 */
public final class BatchAsking {
    private final BatchChatModel model;
    private final BatchMode mode;
    private final RetryPolicy retries;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final AnswerBook answers;
    private final BatchBook book;
    private final BatchSpending spending;
    private final List<OpenBatch> open = new ArrayList<>();
    private final Map<String, Answer> failures = new HashMap<>();
    private Map<String, Question> all = Map.of();
    private Map<String, Question> missing = new LinkedHashMap<>();

    private BatchAsking(BatchChatModel model, BatchMode mode, AskingSettings settings) {
        this.model = model;
        this.mode = mode;
        this.retries = settings.retries();
        this.clock = settings.clock();
        this.sleeper = settings.sleeper();
        this.answers = AnswerBook.of(settings.journal(), model, clock);
        this.book = new BatchBook(settings.journal(), model, clock);
        this.spending =
                new BatchSpending(settings.budget().orElse(null), new CallPrices(settings.prices(), model.id()));
    }

    /**
     * An asker for one model.
     *
     * @param settings their prices are those of calls in a batch; concurrency, rate limit and deadline do not
     *     apply
     */
    public static BatchAsking create(BatchChatModel model, BatchMode mode, AskingSettings settings) {
        return new BatchAsking(model, mode, settings);
    }

    /**
     * Returns when every question is answered or given up, or the listener wants no more.
     *
     * @param all all questions of the asker by their keys, including those with known answers
     * @param unknown the questions to ask
     * @param askedBy what asks them
     * @throws BatchPendingException if not everything is answered within the mode's patience
     * @throws InterruptedException if the calling thread is interrupted
     */
    public void ask(Map<String, Question> all, Collection<Question> unknown, String askedBy, AnswerListener listener)
            throws InterruptedException {
        this.all = Map.copyOf(all);
        this.missing = new LinkedHashMap<>();
        unknown.forEach(question -> missing.put(question.key(), question));
        open.clear();
        Instant deadline = clock.instant().plus(mode.patience());
        book.open().stream()
                .filter(batch -> batch.sharesAny(missing.keySet()))
                .filter(batch -> batch.batchId() != null || isOurs(batch, askedBy))
                .forEach(open::add);
        for (int round = 0; round < retries.attempts() && !missing.isEmpty(); round++) {
            plan(askedBy);
            finish(deadline, listener);
        }
        missing.forEach((key, question) -> listener.onAnswer(question, failure(key, askedBy)));
    }

    private boolean isOurs(OpenBatch batch, String askedBy) {
        return batch.evaluationId().equals(askedBy) && all.keySet().containsAll(batch.keys());
    }

    /** Puts the questions that are in no open batch into new ones. */
    private void plan(String askedBy) {
        Set<String> free = new LinkedHashSet<>(missing.keySet());
        open.forEach(batch -> free.removeAll(batch.keys()));
        List<String> keys = List.copyOf(free);
        for (int from = 0; from < keys.size(); from += mode.questions()) {
            int to = Math.min(keys.size(), from + mode.questions());
            Set<String> part = new LinkedHashSet<>(keys.subList(from, to));
            List<Question> questions = part.stream().map(this::question).toList();
            open.add(book.plan(askedBy, part, spending.reserve(questions)));
        }
    }

    /** Hands in what is not yet, and waits until every open batch is fetched. */
    private void finish(Instant deadline, AnswerListener listener) throws InterruptedException {
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).batchId() == null) {
                open.set(i, submit(open.get(i)));
            }
        }
        while (true) {
            open.removeIf(batch -> fetch(batch, listener));
            if (open.isEmpty() || !listener.wantsMore()) {
                return;
            }
            Duration left = Duration.between(clock.instant(), deadline);
            if (left.isNegative() || left.isZero()) {
                throw new BatchPendingException(
                        model.id(),
                        open.stream()
                                .map(OpenBatch::batchId)
                                .filter(Objects::nonNull)
                                .toList(),
                        mode.patience());
            }
            sleeper.sleep(left.compareTo(mode.pause()) < 0 ? left : mode.pause());
        }
    }

    /** Handing in is repeatable by contract: what may have been created is found. */
    private OpenBatch submit(OpenBatch batch) throws InterruptedException {
        Map<String, ChatRequest> requests = new LinkedHashMap<>();
        batch.keys().forEach(key -> requests.put(key, question(key).request()));
        for (int attempt = 1; ; attempt++) {
            try {
                return book.submitted(batch, model.submit(requests));
            } catch (RequestRejectedException e) {
                refused(batch);
                throw e;
            } catch (RetryLaterException | OutcomeUnknownException e) {
                if (attempt >= retries.attempts()) {
                    throw e;
                }
                Optional<Duration> demanded =
                        e instanceof RetryLaterException busy ? busy.retryAfter() : Optional.empty();
                sleeper.sleep(demanded.orElse(retries.ceiling(attempt)));
            }
        }
    }

    /** Whether the batch is over; a provider that cannot be asked just now is asked again later. */
    private boolean fetch(OpenBatch batch, AnswerListener listener) {
        Optional<Map<String, BatchAnswer>> fetched;
        try {
            fetched = model.answers(Objects.requireNonNull(batch.batchId()));
        } catch (RetryLaterException | ProviderFaultException | OutcomeUnknownException e) {
            return false;
        } catch (NotFoundException e) {
            book.gone(batch);
            spending.settle(batch, List.of());
            return true;
        } catch (RequestRejectedException e) {
            refused(batch);
            throw e;
        }
        fetched.ifPresent(each -> keep(batch, each, listener));
        return fetched.isPresent();
    }

    private void refused(OpenBatch batch) {
        book.gone(batch);
        spending.release(batch);
    }

    private void keep(OpenBatch batch, Map<String, BatchAnswer> fetched, AnswerListener listener) {
        Map<String, Answer> given = new LinkedHashMap<>();
        for (String key : batch.keys()) {
            BatchAnswer answer = fetched.get(key);
            if (answer != null) {
                given.put(key, answer(answer, batch.evaluationId()));
            }
        }
        // what is known already was kept just before a crash, or by another undertaking
        Map<String, Answer> unknown = new LinkedHashMap<>(given);
        unknown.keySet().removeIf(key -> all.containsKey(key) && !missing.containsKey(key));
        answers.keepAll(unknown);
        spending.settle(batch, given.values());
        book.fetched(batch);
        unknown.forEach((key, answer) -> take(key, answer, listener));
    }

    private static Answer answer(BatchAnswer answer, String askedBy) {
        return answer.reply()
                .map(reply -> Answer.of(reply, askedBy))
                .orElseGet(() -> Answer.failed(
                        answer.refused() ? FailureKind.REJECTED : FailureKind.FAULT,
                        answer.failure().orElse(""),
                        askedBy));
    }

    // a question that may be asked again stays missing, so that the next round asks it
    private void take(String key, Answer answer, AnswerListener listener) {
        if (!missing.containsKey(key)) {
            return;
        }
        if (answer.isSettled()) {
            listener.onAnswer(Objects.requireNonNull(missing.remove(key)), answer);
        } else {
            failures.put(key, answer);
        }
    }

    private Answer failure(String key, String askedBy) {
        Answer failure = failures.get(key);
        return failure == null ? Answer.failed(FailureKind.FAULT, "no batch answered this question", askedBy) : failure;
    }

    private Question question(String key) {
        return Objects.requireNonNull(all.get(key), key);
    }
}
