package dev.finetuning.asking;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * Asks one model many questions.
 *
 * <pre>{@code
 * AskingSettings settings = AskingSettings.builder().journal(journal).budget(budget, prices).build();
 * try (Asking asking = Asking.create(model, settings)) {
 *     List<Question> questions = texts.stream().map(text -> asking.question(ChatRequest.of(text), 0)).toList();
 *     asking.ask(questions, "nightly", (question, answer) -> results.put(question.key(), answer));
 * }
 * }</pre>
 *
 * As soon as one call ends, the next begins. Every answer is written to the journal before it is
 * delivered, so after a crash only missing answers are paid for. The key of a stored answer contains
 * everything that may change it, including the version behind a model's alias. Thread-safe; {@link #close}
 * settles the budget.
 */
public final class Asking implements AutoCloseable {
    private final ChatModel model;
    private final String version;
    private final AnswerBook book;
    private final Spending spending;
    private final AskingSettings settings;
    private final ScheduledThreadPoolExecutor watch;
    private final Asker asker;

    private Asking(ChatModel model, AskingSettings settings, String purpose) {
        this.model = model;
        this.version = model.version();
        this.settings = settings;
        this.book = AnswerBook.of(settings.journal(), model, settings.clock());
        this.spending =
                new Spending(settings.budget().orElse(null), new CallPrices(settings.prices(), model.id()), purpose);
        this.watch = new ScheduledThreadPoolExecutor(1, Asking::daemon);
        // deadlines of calls that have ended would stay for minutes otherwise, a hundred thousand of them
        this.watch.setRemoveOnCancelPolicy(true);
        this.asker = new Asker(model, version, spending, settings, watch);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "asking-deadlines");
        thread.setDaemon(true);
        return thread;
    }

    /** An engine for one model; the purpose in the budget's ledger is {@code "asking "} and the model. */
    public static Asking create(ChatModel model, AskingSettings settings) {
        return create(model, settings, "asking " + model.id());
    }

    /**
     * An engine for one model.
     *
     * @param purpose what the money is for, in the budget's ledger
     */
    public static Asking create(ChatModel model, AskingSettings settings, String purpose) {
        return new Asking(model, settings, purpose);
    }

    /**
     * A question to this model.
     *
     * @param repeat the repetition of the same request, from 0; each repetition has its own answer
     */
    public Question question(ChatRequest request, int repeat) {
        return new Question(request, RequestKey.of(model, version, request, repeat), OptionalLong.empty());
    }

    /** The stored answers. */
    public AnswerBook book() {
        return book;
    }

    /**
     * The stored results of questions, by their keys.
     *
     * @param askedBy what asks them; a refusal is known only to the asker that received it
     */
    public Map<String, Answer> known(Collection<Question> questions, String askedBy) {
        return book.known(byKey(questions).keySet(), askedBy);
    }

    /**
     * Delivers the stored results of questions, then asks the rest. Questions that are the same request are
     * asked once, and their answer is delivered once.
     *
     * @param askedBy what asks them; a refusal is known only to the asker that received it
     * @throws InterruptedException if the calling thread is interrupted; answers received by then are
     *     stored
     * @throws dev.finetuning.cost.BudgetExceededException if the cost exceeds what the budget has left
     * @throws dev.finetuning.cost.UnknownPriceException if there is a budget and no price for the model
     * @throws dev.finetuning.provider.ProviderException if the provider fails in a way that concerns all
     *     questions
     * @throws ModelChangedException if the model's alias moves to another version meanwhile
     */
    public void ask(Collection<Question> questions, String askedBy, AnswerListener listener)
            throws InterruptedException {
        Map<String, Question> distinct = byKey(questions);
        Map<String, Answer> known = book.known(distinct.keySet(), askedBy);
        List<Question> missing = new ArrayList<>(distinct.values());
        missing.removeIf(question -> known.containsKey(question.key()));
        expect(missing);
        for (Question question : distinct.values()) {
            Answer answer = known.get(question.key());
            if (answer != null && listener.wantsMore()) {
                listener.onAnswer(question, answer);
            }
        }
        run(missing, askedBy, listener);
    }

    /**
     * Asks questions without stored results, such as those missing from {@link #known}; otherwise like
     * {@link #ask}.
     *
     * @throws InterruptedException if the calling thread is interrupted; answers received by then are
     *     stored
     */
    public void askMissing(Collection<Question> questions, String askedBy, AnswerListener listener)
            throws InterruptedException {
        Collection<Question> distinct = byKey(questions).values();
        expect(distinct);
        run(distinct, askedBy, listener);
    }

    /**
     * Reserves the expected cost of questions before the first is asked.
     *
     * @throws dev.finetuning.cost.BudgetExceededException if that exceeds what the budget has left
     * @throws dev.finetuning.cost.UnknownPriceException if there is a budget and no price for the model
     */
    public void expect(Collection<Question> questions) {
        spending.expect(questions);
    }

    private void run(Collection<Question> missing, String askedBy, AnswerListener listener)
            throws InterruptedException {
        new QuestionsInFlight(
                        missing,
                        settings.concurrency(),
                        (question, guard) -> answer(question, askedBy, guard),
                        listener)
                .run();
    }

    private Answer answer(Question question, String askedBy, CallGuard guard) throws InterruptedException {
        Answer answer = asker.ask(question, askedBy, guard);
        keep(question, answer);
        return answer;
    }

    private void keep(Question question, Answer answer) {
        book.keep(question.key(), answer);
        answer.reply().ifPresent(reply -> spending.paid(reply.usage()));
    }

    private static Map<String, Question> byKey(Collection<Question> questions) {
        Map<String, Question> distinct = new LinkedHashMap<>();
        questions.forEach(question -> distinct.putIfAbsent(question.key(), question));
        return distinct;
    }

    /**
     * This engine as a chat model that asks one question at a time: each is looked up first, and otherwise
     * asked, stored and counted like all others. If it finally fails, the last failure is thrown; a call
     * past its deadline is a {@link dev.finetuning.provider.DeadlinePassedException}.
     *
     * @param askedBy what asks the questions
     */
    public AskedModel asModel(String askedBy) {
        return new AskedModel(model, this, askedBy);
    }

    /** The result of one question, stored or new. */
    Answer one(Question question, String askedBy) {
        return book.find(question.key()).orElseGet(() -> fresh(question, askedBy));
    }

    private Answer fresh(Question question, String askedBy) {
        spending.expectOneMore(question);
        try {
            Answer answer = Answer.of(asker.reply(question, new CallGuard()), askedBy);
            keep(question, answer);
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + model.id(), e);
        }
    }

    /** What the model's id referred to when the asking began. */
    public String version() {
        return version;
    }

    /** The tokens of all calls so far that were or may have been billed; stored answers do not count. */
    public Usage billed() {
        return spending.billed();
    }

    /** Settles the budget: the reservation is replaced by the actual cost. */
    @Override
    public void close() {
        watch.shutdownNow();
        spending.settle();
    }
}
