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

    /** Starts an engine with the default settings. */
    public static Builder builder(ChatModel model) {
        return new Builder(model);
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
     * This engine as a chat model that asks one question at a time: each is looked up first, and otherwise
     * asked, stored and counted like all others. If it finally fails, the last failure is thrown; a call
     * past its deadline is an {@link dev.finetuning.provider.OutcomeUnknownException}.
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
        } catch (Asker.DeadlineException e) {
            throw e.asUnknown(model.provider());
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

    /** Collects the settings. Not thread-safe; each setter returns the builder. */
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
         * The maximum number of concurrent calls; 8 by default.
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

        /** The provider's rate limit; none by default. */
        public Builder rateLimit(RateLimit limit) {
            rateLimit = limit;
            return this;
        }

        /**
         * The maximum duration of one call, after which its thread is interrupted; two minutes by default.
         * A model that ignores the interrupt is waited for.
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

        /** How often a busy provider is asked again, and with which pauses. */
        public Builder retries(RetryPolicy policy) {
            retries = policy;
            return this;
        }

        /** Where answers are stored; in memory by default. The caller closes it. */
        public Builder journal(Journal keeper) {
            journal = keeper;
            return this;
        }

        /** The maximum cost, and the prices of tokens. */
        public Builder budget(Budget limit, PriceList priceList) {
            budget = limit;
            prices = priceList;
            return this;
        }

        /** The purpose given in the budget's ledger; {@code "asking "} and the model by default. */
        public Builder purpose(String words) {
            purpose = words;
            return this;
        }

        /** The clock; the system's by default. */
        public Builder clock(InstantSource newClock) {
            clock = newClock;
            return this;
        }

        /** The sleeper for pauses between attempts; the system's by default. */
        public Builder sleeper(Sleeper newSleeper) {
            sleeper = newSleeper;
            return this;
        }

        /** Builds the engine. */
        public Asking build() {
            return new Asking(this);
        }

        private String purpose() {
            return purpose == null ? "asking " + model.id() : purpose;
        }
    }
}
