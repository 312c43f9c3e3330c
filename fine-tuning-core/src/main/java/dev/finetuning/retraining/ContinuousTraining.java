package dev.finetuning.retraining;

import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.example.Example;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.journal.Journal;
import dev.finetuning.quality.Checks;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import dev.finetuning.source.RecordSource;
import dev.finetuning.source.RejectedRecord;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Trains a model again and again as examples arrive. An example is on disk when {@link #add} returns. It stays in the
 * queue until a version that was trained with it is registered, so a failed job loses nothing; from then on it belongs
 * to exactly one round. There is at most one round under way for a name, over all processes on the journal.
 *
 * <pre>{@code
 * ContinuousTraining training = ContinuousTraining.builder("support", "base-model", journal, runs)
 *         .policy(RetrainingPolicy.afterExamples(500).or(RetrainingPolicy.afterWaiting(Duration.ofDays(7))))
 *         .build();
 * training.add(example);   // any thread, any process
 * training.advance();      // from a scheduler
 * }</pre>
 *
 * <p>Examples are split by a hash of their content, so what a round tests on is never trained on by a later one. The
 * gates of the runs decide about each version. Memory holds about 100 bytes for each example, whatever its size, and
 * what a round validates and tests with; the rest is read from the journal when a run is started. Thread-safe.
 */
public final class ContinuousTraining {
    private static final int MAX_NAME = 200;

    private final String name;
    private final ExampleQueue queue;
    private final RoundLog log;
    private final RoundRuns roundRuns;
    private final NextRound next;

    private ContinuousTraining(Builder builder) {
        name = builder.name;
        queue = new ExampleQueue(builder.journal, builder.name, builder.checks, builder.prepare, builder.clock);
        log = new RoundLog(builder.journal, builder.name, builder.clock);
        Division division = new Division(builder.split, builder.heldOut);
        RoundPlans plans = new RoundPlans(builder.name, builder.baseModel, division, builder.plan, queue);
        roundRuns = new RoundRuns(builder.runs, plans, log, builder.clock);
        next = new NextRound(builder.baseModel, queue, builder.policy, builder.replay, builder.pause, builder.clock);
    }

    /**
     * Starts a continuous training.
     *
     * @param name the model's name in the registry, under which everything is stored; 1 to 200 characters
     * @param baseModel the model to start from. With another one than before, the next round starts from it with all
     *     examples, even if rounds are {@link Builder#continuing}
     * @param journal the journal of the runs
     * @param runs what trains, evaluates, registers and promotes
     * @throws IllegalArgumentException if the name is blank or too long
     */
    public static Builder builder(String name, String baseModel, Journal journal, FineTuningRuns runs) {
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException("a name has 1 to " + MAX_NAME + " characters, not " + name.length());
        }
        return new Builder(name, baseModel, journal, runs);
    }

    /** The model's name in the registry. */
    public String name() {
        return name;
    }

    /**
     * Hands in an example. When this returns, it is on disk: in the queue, or among the rejects if the checks found
     * an error. Handing in the same content again changes nothing, so a caller who got no answer may repeat the call.
     *
     * @throws dev.finetuning.journal.JournalException if it could not be stored; it may be stored nevertheless
     */
    public Receipt add(Example example) {
        return addAll(List.of(example)).get(0);
    }

    /** Hands in several examples at once: those without an error get into the queue together or not at all. */
    public List<Receipt> addAll(List<? extends Example> examples) {
        return queue.add(examples);
    }

    /**
     * Hands in all records of a source, such as a file that grows: what came before is known and skipped. The source
     * may be larger than memory, so they get into the queue some at a time. If that ends early, hand it in again.
     *
     * @return the records that are not examples of the format
     */
    public List<RejectedRecord> addAll(RecordSource source, ExampleFormat format) {
        return queue.add(source, format);
    }

    /** How many examples wait; see {@link #queued}. */
    public long waiting() {
        return queue.waiting(log.load().learnt(Integer.MAX_VALUE));
    }

    /** The examples that wait for a version to be registered that was trained with them, oldest first. */
    public List<Example> queued() {
        return queue.examples(log.load().learnt(Integer.MAX_VALUE), Long.MAX_VALUE);
    }

    /** The examples that the checks refused, oldest first, each content once. */
    public List<RejectedExample> rejected() {
        return latestRejected(Integer.MAX_VALUE);
    }

    /** How many examples the checks refused, each content once. */
    public long rejectedCount() {
        return queue.refusals().count();
    }

    /**
     * The latest examples that the checks refused, oldest first.
     *
     * @param most how many at most
     */
    public List<RejectedExample> latestRejected(int most) {
        return queue.refusals().latest(most);
    }

    /** All rounds, oldest first. Only the last one may be open. */
    public List<TrainingRound> rounds() {
        return List.copyOf(log.load().all());
    }

    /**
     * The examples that a round was the first to train, validate or test with, if it has registered a version.
     *
     * @throws IllegalArgumentException if the round has not registered a version
     */
    public List<Example> examplesOf(TrainingRound round) {
        if (round.outcome() != TrainingRound.Outcome.REGISTERED) {
            throw new IllegalArgumentException(round + " has registered no version");
        }
        return queue.examples(log.load().learnt(round.number()), round.begin().upTo());
    }

    /**
     * Begins a round if the policy says so and none is open, and moves the open round by one step. For schedulers:
     * call it now and then, from any number of processes. A round whose run waits for a decision stays open, and no
     * other one begins.
     *
     * @return the last round; empty if there was none yet
     */
    public synchronized Optional<TrainingRound> advance() {
        RoundLog.Rounds rounds = log.load();
        if (rounds.open().isEmpty()) {
            next.due(rounds).ifPresent(reason -> log.begin(rounds, next.begin(rounds, reason)));
        }
        log.load().open().ifPresent(roundRuns::advance);
        return log.load().last();
    }

    /**
     * Begins a round now, whatever the policy says, unless one is open, and waits until it is over or its run waits
     * for a decision.
     *
     * @param reason why, for the records
     * @return the round; empty if no example waits and none was open
     * @throws InterruptedException if the thread is interrupted; the round goes on with the next call
     */
    public Optional<TrainingRound> train(String reason) throws InterruptedException {
        Optional<TrainingRound> open = begin(reason);
        if (open.isPresent()) {
            roundRuns.await(open.get());
            return Optional.of(log.load().all().get(open.get().number() - 1));
        }
        return Optional.empty();
    }

    /**
     * Begins a round now, whatever the policy says, unless one is open. Does not wait: {@link #advance} moves it.
     *
     * @param reason why, for the records
     * @return the open round; empty if no example waits and none was open
     */
    public Optional<TrainingRound> begin(String reason) {
        RoundLog.Rounds rounds = log.load();
        if (rounds.open().isEmpty() && waiting() > 0) {
            log.begin(rounds, next.begin(rounds, reason));
        }
        return log.load().open();
    }

    /** Collects the settings. Not thread-safe. */
    public static final class Builder {
        private final String name;
        private final String baseModel;
        private final Journal journal;
        private final FineTuningRuns runs;
        private RetrainingPolicy policy = RetrainingPolicy.afterExamples(100);
        private Checks checks = Checks.standard();
        private UnaryOperator<Example> prepare = UnaryOperator.identity();
        private SplitPlan split = SplitPlan.stable(SplitRatios.of(0.8, 0.1, 0.1));
        private UnaryOperator<RunPlan.Builder> plan = UnaryOperator.identity();
        private int heldOut = Integer.MAX_VALUE;
        private double replay = NextRound.ALL;
        private Duration pause = Duration.ofHours(1);
        private InstantSource clock = InstantSource.system();

        private Builder(String name, String baseModel, Journal journal, FineTuningRuns runs) {
            this.name = name;
            this.baseModel = baseModel;
            this.journal = journal;
            this.runs = runs;
        }

        /** When to train; as soon as 100 examples wait by default. */
        public Builder policy(RetrainingPolicy decides) {
            policy = decides;
            return this;
        }

        /** The checks for each example on its own; {@link Checks#standard} by default. */
        public Builder checks(Checks newChecks) {
            checks = newChecks;
            return this;
        }

        /** What is done with each example before it is checked and stored, such as masking personal data. */
        public Builder prepare(UnaryOperator<Example> change) {
            prepare = change;
            return this;
        }

        /**
         * How examples are divided; stable at 0.8, 0.1 and 0.1 by default. With a plan that is not stable, an example
         * may be trained on after another version was tested on it.
         */
        public Builder split(SplitPlan newSplit) {
            split = newSplit;
            return this;
        }

        /**
         * How many examples validate at most, and how many test; all that the split holds out by default. The others
         * are held out nevertheless. Which ones are used follows from their content, so few change as more come.
         *
         * @throws IllegalArgumentException if below 1
         */
        public Builder heldOutAtMost(int examples) {
            if (examples < 1) {
                throw new IllegalArgumentException("heldOutAtMost must be at least 1: " + examples);
            }
            heldOut = examples;
            return this;
        }

        /**
         * Changes the plan of every round, which has name, base model, data and a label {@code round}: sets
         * hyperparameters, cost, limits. Equal plans must be changed equally.
         */
        public Builder plan(UnaryOperator<RunPlan.Builder> change) {
            plan = change;
            return this;
        }

        /**
         * Starts each round from the model of the last version that was promoted, with the new examples and some
         * older ones against forgetting. By default each round starts from the base model, with all examples.
         *
         * @param share the share of older examples in the training data, at least 0 and below 1
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder continuing(double share) {
            if (!(share >= 0 && share < 1)) {
                throw new IllegalArgumentException("the share must be at least 0 and below 1: " + share);
            }
            replay = share;
            return this;
        }

        /** How long no round begins after a failed one; an hour by default. */
        public Builder pauseAfterFailure(Duration duration) {
            pause = duration;
            return this;
        }

        /** The clock; the system's by default. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** Builds the continuous training. */
        public ContinuousTraining build() {
            return new ContinuousTraining(this);
        }
    }
}
