package dev.finetuning.asking;

import dev.finetuning.Sleeper;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import dev.finetuning.cost.Budget;
import dev.finetuning.cost.PriceList;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Asks one model many questions.
 *
 * <pre>{@code
 * try (Asking asking = Asking.builder(model).journal(journal).budget(budget, prices).build()) {
 *     List<Question> questions = texts.stream().map(text -> asking.question(ChatRequest.of(text), 0)).toList();
 *     asking.ask(questions, "nightly", (question, answer) -> results.put(question.key(), answer));
 * }
 * }</pre>
 *
 * As soon as one call ends, the next begins. Every answer is in the journal before it is handed over: asked
 * again after a crash, only what is missing is paid for. An answer is kept under all that may change it,
 * the version behind a model's alias included. Thread-safe; {@link #close} settles the budget.
 */
public final class Asking implements AutoCloseable {
    private final ChatModel model;
    private final String version;
    private final AnswerBook book;
    private final Spending spending;
    private final CallSettings settings;
    private final ScheduledExecutorService watch;
    private final Asker asker;

    private Asking(Builder builder) {
        this.model = builder.model;
        this.version = model.version();
        this.settings = new CallSettings(
                builder.concurrency,
                builder.rateLimit,
                builder.deadline,
                builder.retries,
                builder.clock,
                builder.sleeper);
        this.book = AnswerBook.of(builder.journal, model, builder.clock);
        this.spending = new Spending(builder.budget, new CallPrices(builder.prices, model.id()), builder.purpose());
        this.watch = Executors.newSingleThreadScheduledExecutor(Asking::daemon);
        this.asker = new Asker(model, version, spending, settings, watch);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "asking-deadlines");
        thread.setDaemon(true);
        return thread;
    }

    /** A builder with the defaults of its setters. */
    public static Builder builder(ChatModel model) {
        return new Builder(model);
    }

    /**
     * A question to this model.
     *
     * @param repeat which repetition of the same request, from 0; each has an answer of its own
     */
    public Question question(ChatRequest request, int repeat) {
        return new Question(request, RequestKey.of(model, version, request, repeat), OptionalLong.empty());
    }

    /** Where the answers are kept. */
    public AnswerBook book() {
        return book;
    }

    /**
     * What is already known of questions, by their keys.
     *
     * @param askedBy the undertaking that asks; a refusal is known only to the one that heard it
     */
    public Map<String, Answer> known(Collection<Question> questions, String askedBy) {
        return book.known(byKey(questions).keySet(), askedBy);
    }

    /**
     * Hands over what is known of questions, then asks the rest. Questions that are the same request are
     * asked once, and their answer is handed over once.
     *
     * @param askedBy the undertaking that asks; a refusal is known only to the one that heard it
     * @throws InterruptedException if the calling thread is interrupted; what is answered by then is kept
     * @throws dev.finetuning.cost.BudgetExceededException if it costs more than the budget has left
     * @throws dev.finetuning.cost.UnknownPriceException if there is a budget and no price for the model
     * @throws dev.finetuning.provider.ProviderException if the provider fails in a way no question survives
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
     * Asks questions of which nothing is known, such as those that {@link #known} left out; as {@link #ask}
     * does otherwise.
     *
     * @throws InterruptedException if the calling thread is interrupted; what is answered by then is kept
     */
    public void askMissing(Collection<Question> questions, String askedBy, AnswerListener listener)
            throws InterruptedException {
        Collection<Question> distinct = byKey(questions).values();
        expect(distinct);
        run(distinct, askedBy, listener);
    }

    /**
     * Sets aside what questions will probably cost, before the first is asked.
     *
     * @throws dev.finetuning.cost.BudgetExceededException if that is more than the budget has left
     * @throws dev.finetuning.cost.UnknownPriceException if there is a budget and no price for the model
     */
    public void expect(Collection<Question> questions) {
        spending.expect(questions);
    }

    private void run(Collection<Question> missing, String askedBy, AnswerListener listener)
            throws InterruptedException {
        new Lanes(missing, settings.concurrency(), (question, guard) -> answer(question, askedBy, guard), listener)
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
     * The model itself, for those who only know how to ask one question: each is looked up first, and
     * otherwise asked, kept and counted like all others. Where it is given up on, the last failure is
     * thrown; a call past its deadline is an {@link dev.finetuning.provider.OutcomeUnknownException}.
     *
     * @param askedBy the undertaking that asks
     */
    public AskedModel asModel(String askedBy) {
        return new AskedModel(model, this, askedBy);
    }

    /** The answer to one question: the one that is kept, or a new one. */
    Answer one(Question question, String askedBy) {
        return book.find(question.key()).orElseGet(() -> fresh(question, askedBy));
    }

    private Answer fresh(Question question, String askedBy) {
        spending.expectOneMore(question);
        try {
            Answer answer = Answer.of(asker.reply(question, new CallGuard()), askedBy);
            keep(question, answer);
            return answer;
        } catch (Asker.DeadlineException e) {
            throw e.asUnknown(model.host());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + model.id(), e);
        }
    }

    /** What the model's id stood for when the asking began. */
    public String version() {
        return version;
    }

    /** The tokens of all calls so far, as far as they were billed or may have been; not of remembered answers. */
    public Usage billed() {
        return spending.billed();
    }

    /** Settles the budget: what was set aside is replaced by what was spent. */
    @Override
    public void close() {
        watch.shutdownNow();
        spending.settle();
    }

    /** Collects how to ask. Not thread-safe; each setter returns the builder. */
    public static final class Builder {
        private final ChatModel model;
        private int concurrency = 8;
        private RateLimit rateLimit = RateLimit.NONE;
        private Duration deadline = Duration.ofMinutes(2);
        private RetryPolicy retries = RetryPolicy.DEFAULT;
        private Journal journal = new InMemoryJournal();
        private PriceList prices = PriceList.empty();
        private @Nullable Budget budget;
        private @Nullable String purpose;
        private InstantSource clock = InstantSource.system();
        private Sleeper sleeper = Sleeper.system();

        private Builder(ChatModel model) {
            this.model = model;
        }

        /**
         * How many calls may be in flight at once; 8 by default.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder concurrency(int calls) {
            if (calls < 1) {
                throw new IllegalArgumentException("concurrency must be at least 1: " + calls);
            }
            concurrency = calls;
            return this;
        }

        /** What the provider allows in a minute; no limit by default. */
        public Builder rateLimit(RateLimit limit) {
            rateLimit = limit;
            return this;
        }

        /**
         * How long one call may take before its thread is interrupted; two minutes by default. A model that
         * does not heed interruption is waited for.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder deadline(Duration perCall) {
            if (perCall.isNegative() || perCall.isZero()) {
                throw new IllegalArgumentException("a deadline must be positive: " + perCall);
            }
            deadline = perCall;
            return this;
        }

        /** How often and how patiently a busy provider is asked again. */
        public Builder retries(RetryPolicy policy) {
            retries = policy;
            return this;
        }

        /** Where answers are kept; in memory by default. The caller closes it. */
        public Builder journal(Journal keeper) {
            journal = keeper;
            return this;
        }

        /** What may be spent, and what tokens cost. */
        public Builder budget(Budget limit, PriceList priceList) {
            budget = limit;
            prices = priceList;
            return this;
        }

        /** What the questions are for, as a budget's ledger names it; {@code "asking "} and the model by default. */
        public Builder purpose(String words) {
            purpose = words;
            return this;
        }

        /** The clock, for tests. */
        public Builder clock(InstantSource newClock) {
            clock = newClock;
            return this;
        }

        /** What waits between attempts, for tests. */
        public Builder sleeper(Sleeper newSleeper) {
            sleeper = newSleeper;
            return this;
        }

        /** The engine. */
        public Asking build() {
            return new Asking(this);
        }

        private String purpose() {
            return purpose == null ? "asking " + model.id() : purpose;
        }
    }
}
