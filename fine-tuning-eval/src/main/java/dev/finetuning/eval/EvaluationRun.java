package dev.finetuning.eval;

import dev.finetuning.chat.BatchChatModel;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.eval.internal.Hashes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** One evaluation of one model, from its questions to their results. */
final class EvaluationRun {
    private final Evaluator.Builder settings;
    private final ChatModel model;
    private final List<Question> questions;
    private final Collection<QuestionGroup> groups;
    private final String id;

    EvaluationRun(Evaluator.Builder settings, ChatModel model, List<TestCase> cases) {
        requireDistinct(cases);
        if (settings.batches != null && !(model instanceof BatchChatModel)) {
            throw new IllegalArgumentException(model.id()
                    + " takes no batches; evaluate it without a batch mode, or ask its host for one that does");
        }
        this.settings = settings;
        this.model = model;
        this.questions = Question.all(cases, model, settings.repeats, settings.request, settings.seed);
        this.groups = QuestionGroup.of(questions);
        this.id = id(questions);
    }

    Evaluation run() {
        AnswerBook book = new AnswerBook(settings.journal, model, settings.time);
        Map<String, Answer> known = book.known(keys(), id);
        Spending spending = spending(known);
        EvaluationTask task = new EvaluationTask(
                id,
                model.id(),
                book,
                new Scoring(settings.scorers),
                new Tally(model.id(), questions.size(), settings),
                spending);
        CaseResults results = new CaseResults(questions, task);
        try {
            ask(missing(known, results), task, results);
        } finally {
            if (spending != null) {
                spending.settle();
            }
        }
        task.tally().throwFailure();
        return new Evaluation(id, model.id(), model.host(), settings.metrics(), results.all());
    }

    private void ask(List<QuestionGroup> missing, EvaluationTask task, CaseResults results) {
        if (settings.batches != null && model instanceof BatchChatModel batching) {
            new BatchRun(groups, task, results, batching, settings).run(missing, settings.batches);
        } else if (!missing.isEmpty()) {
            askOneByOne(missing, task, results);
        }
    }

    private void askOneByOne(List<QuestionGroup> missing, EvaluationTask task, CaseResults results) {
        ScheduledExecutorService watch =
                Executors.newSingleThreadScheduledExecutor(Threads.daemon("evaluation-deadlines"));
        ExecutorService scorers = Threads.upTo(settings.concurrency, "evaluation-scoring");
        try {
            CallSettings calls = new CallSettings(settings.deadline, settings.retries, settings.sleeper);
            Pacer pacer = new Pacer(settings.rateLimit, settings.time);
            Asker asker = new Asker(model, id, pacer, calls, watch);
            new EvaluationWindow(missing, task, results, asker, scorers).run(settings.concurrency);
        } finally {
            scorers.shutdownNow();
            watch.shutdownNow();
        }
    }

    /** Scores what is known and returns the rest. */
    private List<QuestionGroup> missing(Map<String, Answer> known, CaseResults results) {
        List<QuestionGroup> missing = new ArrayList<>();
        for (QuestionGroup group : groups) {
            Answer answer = known.get(group.key());
            if (answer == null) {
                missing.add(group);
            } else {
                results.score(group, answer);
            }
        }
        return missing;
    }

    // batches reserve for themselves, since they outlive a process
    private @Nullable Spending spending(Map<String, Answer> known) {
        List<Question> missing = groups.stream()
                .filter(group -> !known.containsKey(group.key()))
                .map(QuestionGroup::question)
                .toList();
        if (settings.budget == null || settings.batches != null || missing.isEmpty()) {
            return null;
        }
        Spending spending = new Spending(settings.budget, new CallPrices(settings.prices, model.id()));
        spending.expect(missing);
        return spending;
    }

    private Set<String> keys() {
        Set<String> keys = new HashSet<>();
        groups.forEach(group -> keys.add(group.key()));
        return keys;
    }

    private static String id(List<Question> questions) {
        StringBuilder keys = new StringBuilder();
        questions.forEach(question -> keys.append(question.testCase().id()).append(question.key()));
        return Hashes.hex(keys.toString()).substring(0, 16);
    }

    private static void requireDistinct(List<TestCase> cases) {
        if (cases.isEmpty()) {
            throw new IllegalArgumentException("there is no test case to evaluate; is the test split empty?");
        }
        Set<String> ids = new HashSet<>();
        for (TestCase testCase : cases) {
            if (!ids.add(testCase.id())) {
                throw new IllegalArgumentException("two test cases have the id " + testCase.id()
                        + "; make them with TestCase.from, or give one another id with withId");
            }
        }
    }
}
