package dev.finetuning.eval;

import dev.finetuning.chat.BatchAnswer;
import dev.finetuning.chat.BatchChatModel;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.eval.batch.BatchMode;
import dev.finetuning.eval.batch.BatchPendingException;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import java.time.Duration;
import java.time.Instant;
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
 * The questions to one model that go through its host's batch API. Questions that are in a batch
 * already, of this evaluation or another, are waited for and not handed in again; those that a batch
 * leaves unanswered go into another one, as often as the retries allow.
 */
final class BatchRun {
    private final Map<String, QuestionGroup> groups = new LinkedHashMap<>();
    private final EvaluationTask task;
    private final CaseResults results;
    private final BatchChatModel model;
    private final BatchBook book;
    private final BatchSpending spending;
    private final Evaluator.Builder settings;
    private final Set<String> missing = new LinkedHashSet<>();
    private final List<OpenBatch> open = new ArrayList<>();
    private final Map<String, Answer> failures = new HashMap<>();

    BatchRun(
            Collection<QuestionGroup> all,
            EvaluationTask task,
            CaseResults results,
            BatchChatModel model,
            Evaluator.Builder settings) {
        all.forEach(group -> groups.put(group.key(), group));
        this.task = task;
        this.results = results;
        this.model = model;
        this.settings = settings;
        this.book = new BatchBook(settings.journal, model, settings.time);
        this.spending = new BatchSpending(settings.budget, new CallPrices(settings.prices, model.id()));
    }

    /** Returns once every question is answered or given up on and scored, or the evaluation has to stop. */
    void run(List<QuestionGroup> questions, BatchMode mode) {
        questions.forEach(group -> missing.add(group.key()));
        Instant deadline = settings.time.instant().plus(mode.patience());
        book.open().stream()
                .filter(batch -> batch.sharesAny(missing) && (batch.batchId() != null || isOurs(batch)))
                .forEach(open::add);
        try {
            for (int round = 0; round < settings.retries.attempts() && !missing.isEmpty(); round++) {
                plan(mode.questions());
                finish(mode, deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EvaluationInterruptedException(task.modelId(), e);
        }
        missing.forEach(key -> results.score(group(key), failure(key)));
    }

    private boolean isOurs(OpenBatch batch) {
        return batch.evaluationId().equals(task.id()) && groups.keySet().containsAll(batch.keys());
    }

    /** Puts the questions that are in no open batch into new ones. */
    private void plan(int most) {
        Set<String> free = new LinkedHashSet<>(missing);
        open.forEach(batch -> free.removeAll(batch.keys()));
        List<String> keys = List.copyOf(free);
        for (int from = 0; from < keys.size(); from += most) {
            Set<String> part = new LinkedHashSet<>(keys.subList(from, Math.min(keys.size(), from + most)));
            List<Question> questions =
                    part.stream().map(key -> group(key).question()).toList();
            open.add(book.plan(task.id(), part, spending.reserve(questions)));
        }
    }

    /** Hands in what is not yet, and waits until every open batch is fetched. */
    private void finish(BatchMode mode, Instant deadline) throws InterruptedException {
        for (int i = 0; i < open.size(); i++) {
            if (open.get(i).batchId() == null) {
                open.set(i, submit(open.get(i)));
            }
        }
        while (true) {
            open.removeIf(this::fetch);
            if (open.isEmpty() || task.tally().stopped()) {
                return;
            }
            Duration left = Duration.between(settings.time.instant(), deadline);
            if (left.isNegative() || left.isZero()) {
                throw new BatchPendingException(
                        task.modelId(),
                        open.stream()
                                .map(OpenBatch::batchId)
                                .filter(Objects::nonNull)
                                .toList(),
                        mode.patience());
            }
            settings.sleeper.sleep(left.compareTo(mode.pause()) < 0 ? left : mode.pause());
        }
    }

    /** Handing in is repeatable by contract: what may have been created is found. */
    private OpenBatch submit(OpenBatch batch) throws InterruptedException {
        Map<String, ChatRequest> requests = new LinkedHashMap<>();
        batch.keys().forEach(key -> requests.put(key, group(key).question().request()));
        for (int attempt = 1; ; attempt++) {
            try {
                return book.submitted(batch, model.submit(requests));
            } catch (RequestRejectedException e) {
                refused(batch);
                throw e;
            } catch (RetryLaterException | OutcomeUnknownException e) {
                if (attempt >= settings.retries.attempts()) {
                    throw e;
                }
                Optional<Duration> demanded =
                        e instanceof RetryLaterException busy ? busy.retryAfter() : Optional.empty();
                settings.sleeper.sleep(demanded.orElse(settings.retries.ceiling(attempt)));
            }
        }
    }

    /** Whether the batch is over; a host that cannot be asked just now is asked again later. */
    private boolean fetch(OpenBatch batch) {
        Optional<Map<String, BatchAnswer>> answers;
        try {
            answers = model.answers(Objects.requireNonNull(batch.batchId()));
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
        answers.ifPresent(all -> keep(batch, all));
        return answers.isPresent();
    }

    private void refused(OpenBatch batch) {
        book.gone(batch);
        spending.release(batch);
    }

    private void keep(OpenBatch batch, Map<String, BatchAnswer> answers) {
        Map<String, Answer> all = new LinkedHashMap<>();
        for (String key : batch.keys()) {
            BatchAnswer answer = answers.get(key);
            if (answer != null) {
                all.put(key, answer(answer, batch.evaluationId()));
            }
        }
        // what is known already was kept just before a crash, or by another evaluation
        Map<String, Answer> unknown = new LinkedHashMap<>(all);
        unknown.keySet().removeIf(key -> groups.containsKey(key) && !missing.contains(key));
        task.book().keepAll(unknown);
        spending.settle(batch, all.values());
        book.fetched(batch);
        unknown.forEach(this::take);
    }

    private static Answer answer(BatchAnswer answer, String evaluationId) {
        if (answer.reply().isPresent()) {
            return Answer.of(answer.reply().get(), evaluationId);
        }
        CaseError.Kind kind = answer.refused() ? CaseError.Kind.REJECTED : CaseError.Kind.FAULT;
        return Answer.of(new CaseError(kind, answer.failure().orElse("")), evaluationId);
    }

    // a question that may be asked again stays missing, so that the next round asks it
    private void take(String key, Answer answer) {
        if (!missing.contains(key)) {
            return;
        }
        if (answer.settled()) {
            missing.remove(key);
            results.score(group(key), answer);
        } else {
            failures.put(key, answer);
        }
    }

    private Answer failure(String key) {
        return failures.getOrDefault(
                key, Answer.of(new CaseError(CaseError.Kind.FAULT, "no batch answered this question"), task.id()));
    }

    private QuestionGroup group(String key) {
        return Objects.requireNonNull(groups.get(key), key);
    }
}
