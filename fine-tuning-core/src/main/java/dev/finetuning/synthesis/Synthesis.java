package dev.finetuning.synthesis;

import dev.finetuning.ProgressListener;
import dev.finetuning.Sleeper;
import dev.finetuning.asking.Asking;
import dev.finetuning.asking.RateLimit;
import dev.finetuning.asking.RetryPolicy;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.cost.Budget;
import dev.finetuning.cost.PriceList;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.Split;
import dev.finetuning.example.Example;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.quality.Checks;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Grows a dataset with examples that a model writes.
 *
 * <pre>{@code
 * Split split = dataset.split(SplitRatios.of(0.8, 0.1, 0.1));
 * SynthesisResult grown = Synthesis.paraphrases(model, split)
 *         .perExample(3)
 *         .maxShare(0.3)
 *         .budget(budget, prices)
 *         .journal(journal)
 *         .run();
 * Split bigger = split.withTrain(grown.dataset());
 * }</pre>
 *
 * What is made is marked synthetic, names the fingerprint of what it was grown from, is verified by
 * nobody, and is checked, de-duplicated (exactly, normalised, nearly) and kept apart from test sets like
 * everything else. Every answer is in the journal before it counts: run again after a crash, an
 * interruption or a failure, a synthesis asks only what is missing, and the same answers make the same
 * dataset. What the model is to work on travels as data, and its answers are read strictly.
 *
 * <p>Not thread-safe; each setter returns the synthesis. The calls of a run go out from several threads.
 */
public final class Synthesis {
    final ChatModel model;
    final Recipe recipe;
    final Dataset from;
    final List<Example> guarded = new ArrayList<>();
    Dataset base;
    Predicate<? super Example> wanted;
    int perExample;
    double maxShare;
    UnaryOperator<ChatRequest> request = UnaryOperator.identity();
    int concurrency = 8;
    PriceList prices = PriceList.empty();
    Journal journal = new InMemoryJournal();
    ProgressListener progress = ProgressListener.none();
    InstantSource clock = InstantSource.system();
    RetryPolicy retries = RetryPolicy.DEFAULT;
    RateLimit rateLimit = RateLimit.NONE;
    Sleeper sleeper = Sleeper.system();

    @Nullable
    Budget budget;

    @Nullable
    Long seed;

    private @Nullable Checks checks;

    private Synthesis(ChatModel model, Recipe recipe, Dataset from, Dataset base) {
        this.model = model;
        this.recipe = recipe;
        this.from = from;
        this.base = base;
        this.wanted = example -> example.info().validation() != null;
        this.perExample = 3;
        this.maxShare = 0.5;
    }

    /**
     * Rewords what users ask and keeps the answers, for examples of every kind but plain texts. A
     * paraphrase that does not hold the same numbers is rejected.
     */
    public static Synthesis paraphrases(ChatModel model, Dataset dataset) {
        return new Synthesis(model, new Paraphrase(), dataset, dataset);
    }

    /** Rewords the training part, and keeps apart from validation and test. */
    public static Synthesis paraphrases(ChatModel model, Split split) {
        return paraphrases(model, split.train()).keepApart(split.validation()).keepApart(split.test());
    }

    /** Writes new conversations, question and answer, after the manner of each that is there. */
    public static Synthesis newCases(ChatModel model, Dataset dataset) {
        return new Synthesis(model, new NewCase(), dataset, dataset);
    }

    /** Writes new conversations after those in the training part, apart from validation and test. */
    public static Synthesis newCases(ChatModel model, Split split) {
        return newCases(model, split.train()).keepApart(split.validation()).keepApart(split.test());
    }

    /**
     * Lets a teacher answer prompts, or again what conversations ask; tools on offer are offered to the
     * teacher too. All prompts are taken, verified or not, one answer each, into a dataset of their own.
     */
    public static Synthesis distillation(ChatModel teacher, Dataset prompts) {
        Dataset own = Dataset.builder(prompts.name() + "-distilled").build();
        Synthesis synthesis = new Synthesis(teacher, new Distillation(), prompts, own);
        return synthesis.growFrom(prompt -> true).perExample(1).maxShare(1);
    }

    /**
     * How many examples to make of one, 3 by default; for a distillation how many answers to a prompt, 1
     * by default.
     *
     * @throws IllegalArgumentException unless it is from 1 to 20
     */
    public Synthesis perExample(int examples) {
        if (examples < 1 || examples > 20) {
            throw new IllegalArgumentException("1 to 20 examples can be made of one, not " + examples);
        }
        perExample = examples;
        return this;
    }

    /**
     * The greatest share that synthetic examples may have of the grown dataset, those it had before
     * included; a half by default, 1 for a distillation. No more is asked than fits in.
     *
     * @throws IllegalArgumentException unless it lies above 0 and up to 1
     */
    public Synthesis maxShare(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("a share lies above 0 and up to 1, not at " + share);
        }
        maxShare = share;
        return this;
    }

    /** Which examples to grow from: by default those that somebody has validated. */
    public Synthesis growFrom(Predicate<? super Example> which) {
        wanted = which;
        return this;
    }

    /**
     * Keeps everything made apart from these examples, such as a test set: nothing is grown from what is
     * asked there, and nothing is accepted that asks the same or nearly the same.
     */
    public Synthesis keepApart(Iterable<? extends Example> testSet) {
        testSet.forEach(guarded::add);
        return this;
    }

    /** The dataset to grow, where it is not the one that is grown from. */
    public Synthesis into(Dataset dataset) {
        base = dataset;
        return this;
    }

    /**
     * What made examples are checked for: any error or warning rejects one, unless the example it was
     * grown from has the same. By default structure, placeholders, secrets and refusals, and
     * contradictions where questions are made. Duplicates and leaks are looked for in any case.
     */
    public Synthesis checks(Checks newChecks) {
        checks = newChecks;
        return this;
    }

    /** Changes every request before it is sent, such as its temperature; must be a pure function. */
    public Synthesis request(UnaryOperator<ChatRequest> change) {
        request = change;
        return this;
    }

    /**
     * A seed: it shuffles the order in which examples are taken, and goes to hosts that honour one. Without
     * it the order is a fixed one.
     */
    public Synthesis seed(long newSeed) {
        seed = newSeed;
        return this;
    }

    /**
     * What may be spent, and what tokens cost. The estimate is reserved before the first call and more as
     * calls turn out dearer; once nothing is left the run ends, with all answers kept. After a crash the
     * reservation stays open and counts as spent until somebody settles or releases it.
     */
    public Synthesis budget(Budget limit, PriceList priceList) {
        budget = limit;
        return prices(priceList);
    }

    /** What tokens cost, to have estimates in money without a budget. */
    public Synthesis prices(PriceList priceList) {
        prices = priceList;
        return this;
    }

    /** Where answers are kept; in memory by default, as long as this object. The caller closes it. */
    public Synthesis journal(Journal keeper) {
        journal = keeper;
        return this;
    }

    /**
     * How many calls may be in flight at once, 8 by default.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public Synthesis concurrency(int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException("concurrency must be at least 1: " + calls);
        }
        concurrency = calls;
        return this;
    }

    /** Hears of every answer; one call at a time, from any thread. What it throws does not end the run. */
    public Synthesis progress(ProgressListener listener) {
        progress = ProgressListener.unfailing(listener);
        return this;
    }

    /** The clock, for tests. */
    public Synthesis clock(InstantSource newClock) {
        clock = newClock;
        return this;
    }

    /** What waits between attempts, for tests. */
    public Synthesis sleeper(Sleeper newSleeper) {
        sleeper = newSleeper;
        return this;
    }

    /** What the provider allows in a minute; no limit by default. */
    public Synthesis rateLimit(RateLimit limit) {
        rateLimit = limit;
        return this;
    }

    /** How often and how patiently a busy provider is asked again. */
    public Synthesis retries(RetryPolicy policy) {
        retries = policy;
        return this;
    }

    Asking asking(String purpose) {
        Asking.Builder asking = Asking.builder(model)
                .journal(journal)
                .concurrency(concurrency)
                .rateLimit(rateLimit)
                .retries(retries)
                .purpose(purpose)
                .clock(clock)
                .sleeper(sleeper);
        return budget == null ? asking.build() : asking.budget(budget, prices).build();
    }

    Checks checks() {
        return checks == null ? recipe.checks() : checks;
    }

    String order() {
        return seed == null ? "" : seed + ":";
    }

    /**
     * What a run would probably take, without asking anything.
     *
     * @throws IllegalStateException if there is nothing to grow from
     */
    public SynthesisEstimate estimate() {
        return new SynthesisRun(this).estimate();
    }

    /**
     * Makes the examples. A host that is out of order leaves questions unanswered; run it again to ask
     * them.
     *
     * @throws IllegalStateException if there is nothing to grow from
     * @throws SynthesisInterruptedException if the calling thread is interrupted
     * @throws dev.finetuning.cost.BudgetExceededException if it costs more than the budget has left
     * @throws dev.finetuning.cost.UnknownPriceException if there is a budget and no price for the model
     * @throws dev.finetuning.provider.ProviderException if the host fails in a way no question survives,
     *     such as bad credentials
     */
    public SynthesisResult run() {
        return new SynthesisRun(this).run();
    }
}
