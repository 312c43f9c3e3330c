package dev.finetuning.eval;

import dev.finetuning.asking.Answer;
import dev.finetuning.asking.Asking;
import dev.finetuning.asking.Question;
import dev.finetuning.chat.BatchChatModel;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.eval.batch.BatchAsking;
import dev.finetuning.eval.batch.BatchMode;
import dev.finetuning.eval.internal.Threads;
import dev.finetuning.internal.content.Sha256;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/** One evaluation of one model, from its questions to their results. */
final class EvaluationRun {
    private final EvaluatorSettings settings;
    private final ChatModel model;
    private final List<TestCase> cases;

    EvaluationRun(EvaluatorSettings settings, ChatModel model, List<TestCase> cases) {
        requireDistinct(cases);
        if (settings.batches().isPresent() && !(model instanceof BatchChatModel)) {
            throw new IllegalArgumentException(model.id()
                    + " takes no batches; evaluate it without a batch mode, or ask its provider for one that does");
        }
        this.settings = settings;
        this.model = model;
        this.cases = cases;
    }

    Evaluation run() {
        ExecutorService scorers = Threads.upTo(settings.asking().concurrency(), "evaluation-scoring");
        try (Asking asking = settings.asking(model)) {
            List<CaseQuestion> questions =
                    CaseQuestion.all(cases, asking, settings.repeats(), settings.request(), settings.seed());
            String id = id(questions);
            try (Judges judges = new Judges(settings, id)) {
                Scoring scoring = Scoring.of(settings.scorers(), judges);
                Tally tally = new Tally(model.id(), questions.size(), settings);
                CaseResults results = new CaseResults(questions, id, scoring, tally, scorers);
                // the results alone hold the questions from here on
                questions = List.of();
                ask(asking, results.questions(), id, results);
                results.await();
                return new Evaluation(
                        id, model.id(), model.provider(), settings.metrics(), results.all(), judges.usage());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EvaluationInterruptedException(model.id(), e);
        } finally {
            scorers.shutdownNow();
        }
    }

    private void ask(Asking asking, List<Question> questions, String id, CaseResults results)
            throws InterruptedException {
        if (settings.batches().isPresent() && model instanceof BatchChatModel batching) {
            askInBatches(asking, batching, settings.batches().get(), questions, id, results);
        } else {
            asking.ask(questions, id, results);
        }
    }

    private void askInBatches(
            Asking asking,
            BatchChatModel batching,
            BatchMode mode,
            List<Question> questions,
            String id,
            CaseResults results)
            throws InterruptedException {
        Map<String, Question> missing = new LinkedHashMap<>();
        questions.forEach(question -> missing.putIfAbsent(question.key(), question));
        Map<String, Question> all = Map.copyOf(missing);
        Map<String, Answer> known = asking.known(questions, id);
        known.forEach((key, answer) -> {
            Question question = missing.remove(key);
            if (question != null) {
                results.onAnswer(question, answer);
            }
        });
        BatchAsking.create(batching, mode, settings.asking()).ask(all, missing.values(), id, results);
    }

    private static String id(List<CaseQuestion> questions) {
        StringBuilder keys = new StringBuilder();
        questions.forEach(
                each -> keys.append(each.testCase().id()).append(each.question().key()));
        return Sha256.hex(keys.toString()).substring(0, 16);
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
