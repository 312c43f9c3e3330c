package dev.finetuning.search;

import dev.finetuning.cost.Money;
import dev.finetuning.example.Example;
import dev.finetuning.journal.Journal;
import dev.finetuning.registry.version.Author;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import dev.finetuning.search.internal.ParallelWork;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the best settings by training with many. Each trial is a run under a key of its own, so a search that was
 * killed goes on with its trials, and none is paid for twice; several processes may work on one search. A trial that
 * fails does not end the search.
 *
 * <pre>{@code
 * HyperparameterSearch search = HyperparameterSearch.builder("support, November", journal, runs)
 *         .space(SearchSpace.builder().whole("epochs", 1, 20).build())
 *         .plan(settings -> RunPlan.builder("support", baseModel, split.train())
 *                 .validation(split.validation().examples())
 *                 .request(request -> request.hyperparameters(settings.hyperparameters())))
 *         .freshData(split.test().examples())
 *         .build();
 * SearchResult result = search.run();
 * }</pre>
 *
 * The version of every trial is registered, but only the winner may be promoted, and only after it was measured on
 * fresh data, which no trial may use. Immutable and thread-safe.
 */
public final class HyperparameterSearch {
    private static final int MAX_NAME = 200;

    private final SearchIdentity identity;
    private final SearchLog log;
    private final TrialPlans plans;
    private final TrialFollow follow;
    private final WinnerCheck check;
    private final SearchStrategy strategy;
    private final int trials;
    private final int parallel;
    private final @Nullable Money budget;

    private HyperparameterSearch(Builder builder, SearchSpace space, Function<Settings, RunPlan.Builder> plan) {
        identity = new SearchIdentity(builder.name, builder.objective, space, builder.seed);
        log = new SearchLog(builder.journal, identity, builder.clock);
        plans = new TrialPlans(builder.name, plan, builder.budget, builder.freshData);
        Rungs rungs = new Rungs(log, builder.runs, builder.objective, builder.stopping);
        follow = new TrialFollow(log, builder.runs, plans, builder.objective, rungs);
        check = new WinnerCheck(log, builder.runs, builder.freshData, Optional.ofNullable(builder.by));
        strategy = builder.strategy;
        trials = builder.trials;
        parallel = builder.parallel;
        budget = builder.budget;
    }

    /**
     * Starts a search.
     *
     * @param name the name under which it is stored, 1 to 200 characters; with the name of an earlier search, that
     *     one goes on
     * @param journal the journal of the runs
     * @param runs what trains, evaluates and registers
     * @throws IllegalArgumentException if the name is blank or too long
     */
    public static Builder builder(String name, Journal journal, FineTuningRuns runs) {
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "a search's name has 1 to " + MAX_NAME + " characters, not " + name.length());
        }
        return new Builder(name, journal, runs);
    }

    /**
     * Goes on until all trials are over or wait for a decision, then measures the winner on fresh data and lets the
     * gates decide about it. Call it again after a crash or a decision; to continue with more trials or money, build
     * the search again with a larger number.
     *
     * @throws InterruptedException if the thread is interrupted; jobs at the provider continue
     * @throws IllegalStateException if a search of this name has another space, objective or seed, or a plan uses
     *     fresh data
     * @throws dev.finetuning.cost.UnknownPriceException if there is a budget, but a plan without a price
     * @throws dev.finetuning.journal.JournalException if the journal cannot be read or written
     */
    public SearchResult run() throws InterruptedException {
        log.define();
        TrialDesk desk = new TrialDesk(log, plans, identity, strategy, trials, budget);
        ParallelWork.run(parallel, () -> work(desk));
        check.measure();
        return result();
    }

    /**
     * Begins as many trials as may begin now and moves those under way by one step; once all are over, measures the
     * winner as {@link #run} does. For an application that moves its searches from a scheduler, as it does its runs:
     * call it now and then, from any number of processes. A step that fails is logged and tried again with the next
     * call, until the runs lose their patience with it.
     *
     * @return what the search has found so far
     * @throws IllegalStateException as {@link #run}
     * @throws dev.finetuning.cost.UnknownPriceException as {@link #run}
     * @throws dev.finetuning.journal.JournalException as {@link #run}
     */
    public SearchResult advance() {
        log.define();
        List<Trial> open = new TrialDesk(log, plans, identity, strategy, trials, budget).underWay(parallel);
        open.forEach(follow::step);
        check.measure();
        return result();
    }

    /**
     * Ends the search for good: no further trial begins in any process, the runs of those under way are cancelled, and
     * no winner is promoted. Runs end with their next steps, so go on calling {@link #advance}, or {@link
     * FineTuningRuns#advanceAll}, until none is open.
     *
     * @param by who wants it
     * @return what the search has found so far
     */
    public SearchResult cancel(String by) {
        log.define();
        log.cancel(by);
        log.load().open().forEach(trial -> follow.cancel(trial, by));
        return result();
    }

    /** One lane. It ends with a trial that waits for a decision, whose job may go on and counts as a parallel one. */
    private boolean work(TrialDesk desk) throws InterruptedException {
        boolean over = true;
        Optional<Trial> next = desk.next();
        while (over && next.isPresent()) {
            try {
                over = follow.follow(next.get());
            } finally {
                desk.done();
            }
            next = over ? desk.next() : Optional.empty();
        }
        return over;
    }

    /** What the search has found so far, from the journal. */
    public SearchResult result() {
        return log.load().result(Optional.ofNullable(budget));
    }

    /** Collects the settings. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final Journal journal;
        private final FineTuningRuns runs;
        private @Nullable SearchSpace space;
        private @Nullable Function<Settings, RunPlan.Builder> plan;
        private SearchStrategy strategy = SearchStrategy.random();
        private Objective objective = Objective.validationLoss();
        private int trials = 8;
        private int parallel = 1;
        private long seed = 42;
        private @Nullable Money budget;
        private @Nullable SuccessiveHalving stopping;
        private List<Example> freshData = List.of();
        private @Nullable Author by;
        private InstantSource clock = InstantSource.system();

        private Builder(String name, Journal journal, FineTuningRuns runs) {
            this.name = name;
            this.journal = journal;
            this.runs = runs;
        }

        /** The settings to choose from. */
        public Builder space(SearchSpace choices) {
            space = choices;
            return this;
        }

        /**
         * How settings become a plan. The search adds two labels, {@code search} and {@code trial}, and its budget as
         * a limit, and leaves the promotion to itself. Called again after a crash, so equal settings must give equal
         * plans.
         */
        public Builder plan(Function<Settings, RunPlan.Builder> make) {
            plan = make;
            return this;
        }

        /** How settings are chosen; at random by default. */
        public Builder strategy(SearchStrategy chooses) {
            strategy = chooses;
            return this;
        }

        /** What to make as good as possible; the validation loss by default. */
        public Builder objective(Objective wanted) {
            objective = wanted;
            return this;
        }

        /**
         * The maximum number of trials; 8 by default.
         *
         * @throws IllegalArgumentException if below 1
         */
        public Builder trials(int atMost) {
            trials = positive("trials", atMost);
            return this;
        }

        /**
         * How many trials may be under way at once; 1 by default.
         *
         * @throws IllegalArgumentException if below 1
         */
        public Builder parallel(int atMost) {
            parallel = positive("parallel", atMost);
            return this;
        }

        /** The seed of the random numbers; 42 by default. */
        public Builder seed(long number) {
            seed = number;
            return this;
        }

        /**
         * The maximum cost of all trials together; no limit by default. A trial begins only if its estimate fits into
         * what is left after the bills of those before it, their evaluations included, and the estimates of those
         * under way. Every plan must then have a cost with a known price.
         */
        public Builder budget(Money atMost) {
            budget = atMost;
            return this;
        }

        /** Stops hopeless trials early; by default every trial trains to its end. */
        public Builder stopping(SuccessiveHalving rule) {
            stopping = rule;
            return this;
        }

        /**
         * Examples that no trial uses, on which the winner is measured before the gates decide about its promotion.
         * Without them nothing is promoted.
         */
        public Builder freshData(List<? extends Example> examples) {
            freshData = List.copyOf(examples);
            return this;
        }

        /** The author of the decision about the winner in the registry's history; that of the runs by default. */
        public Builder by(Author author) {
            by = author;
            return this;
        }

        /** The clock for what is stored; the system's by default. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        private static int positive(String what, int number) {
            if (number < 1) {
                throw new IllegalArgumentException(what + " must be at least 1: " + number);
            }
            return number;
        }

        /**
         * Builds the search.
         *
         * @throws IllegalStateException if there is no space or no plan, or trials are to be stopped early by an
         *     objective that is not known before their end
         */
        public HyperparameterSearch build() {
            if (space == null || plan == null) {
                throw new IllegalStateException("a search needs a space and a plan for settings");
            }
            if (stopping != null && !objective.ofTraining()) {
                throw new IllegalStateException("the objective " + objective.name()
                        + " is known only at the end of a trial, so no trial can be stopped early by it");
            }
            return new HyperparameterSearch(this, space, plan);
        }
    }
}
