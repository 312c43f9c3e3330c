package dev.finetuning.synthesis;

import dev.finetuning.ProgressListener;
import dev.finetuning.asking.AskingSettings;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.Split;
import dev.finetuning.example.Example;
import dev.finetuning.quality.Checks;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Adds examples written by a model to a dataset.
 *
 * <pre>{@code
 * Split split = dataset.split(SplitRatios.of(0.8, 0.1, 0.1));
 * SynthesisResult grown = Synthesis.paraphrases(model, split)
 *         .perExample(3)
 *         .maxShare(0.3)
 *         .asking(settings -> settings.budget(budget, prices).journal(journal))
 *         .build()
 *         .run();
 * Split bigger = split.withTrain(grown.dataset());
 * }</pre>
 *
 * New examples are marked as synthetic and not validated, contain the fingerprint of their seed, and are
 * checked, de-duplicated (exactly, normalised, nearly) and kept apart from test sets. Every answer is
 * written to the journal before it is used. Run again after a crash, an interruption or a failure, a
 * synthesis asks only what is missing, and the same answers make the same dataset. Seeds are sent to the
 * model as data, and its answers are parsed strictly.
 *
 * <p>Immutable and thread-safe. A run makes its calls on several threads.
 */
public final class Synthesis {
    private final SynthesisSettings settings;

    private Synthesis(SynthesisSettings settings) {
        this.settings = settings;
    }

    /**
     * Paraphrases what users ask and keeps the answers, for all kinds of examples except plain texts. A
     * paraphrase with different numbers is rejected.
     */
    public static Builder paraphrases(ChatModel model, Dataset dataset) {
        return new Builder(model, new Paraphrase(), dataset, dataset);
    }

    /** Paraphrases the training part, without leaks into validation and test. */
    public static Builder paraphrases(ChatModel model, Split split) {
        return paraphrases(model, split.train()).keepApart(split.validation()).keepApart(split.test());
    }

    /** Writes new conversations, question and answer, of the same kind as each seed. */
    public static Builder newCases(ChatModel model, Dataset dataset) {
        return new Builder(model, new NewCase(), dataset, dataset);
    }

    /**
     * Writes new conversations of the same kind as those in the training part, without leaks into
     * validation and test.
     */
    public static Builder newCases(ChatModel model, Split split) {
        return newCases(model, split.train()).keepApart(split.validation()).keepApart(split.test());
    }

    /**
     * Lets a teacher model answer prompts, or the questions of conversations; it may use their tools. All
     * prompts are used, validated or not, with one answer each. The result is a new dataset.
     */
    public static Builder distillation(ChatModel teacher, Dataset prompts) {
        Dataset own = Dataset.builder(prompts.name() + "-distilled").build();
        Builder builder = new Builder(teacher, new Distillation(), prompts, own);
        return builder.growFrom(prompt -> true).perExample(1).maxShare(1);
    }

    /**
     * Estimates calls, tokens and cost of a run, without asking anything.
     *
     * @throws IllegalStateException if there are no seeds
     */
    public SynthesisEstimate estimate() {
        return new SynthesisRun(settings).estimate();
    }

    /**
     * Makes the examples. If the provider fails temporarily, some questions stay unanswered; run it again
     * to ask them.
     *
     * @throws IllegalStateException if there are no seeds
     * @throws SynthesisInterruptedException if the calling thread is interrupted
     * @throws dev.finetuning.cost.BudgetExceededException if the cost exceeds what the budget has left
     * @throws dev.finetuning.cost.UnknownPriceException if there is a budget and no price for the model
     * @throws dev.finetuning.provider.ProviderException if the provider fails in a way that concerns all
     *     questions, such as bad credentials
     */
    public SynthesisResult run() {
        return new SynthesisRun(settings).run();
    }

    /** The settings of a synthesis. Not thread-safe; each setter returns the builder. */
    public static final class Builder {
        final ChatModel model;
        final Recipe recipe;
        final Dataset from;
        final List<Example> guarded = new ArrayList<>();
        Dataset base;
        Predicate<? super Example> wanted =
                example -> example.info().validation().isPresent();
        int perExample = 3;
        double maxShare = 0.5;
        UnaryOperator<ChatRequest> request = UnaryOperator.identity();
        ProgressListener progress = ProgressListener.none();
        AskingSettings.Builder asking = AskingSettings.builder();

        @Nullable
        Long seed;

        @Nullable
        Checks checks;

        private Builder(ChatModel model, Recipe recipe, Dataset from, Dataset base) {
            this.model = model;
            this.recipe = recipe;
            this.from = from;
            this.base = base;
        }

        /**
         * How many examples to make from each seed, 3 by default; for a distillation, how many answers to each
         * prompt, 1 by default.
         *
         * @throws IllegalArgumentException unless it is from 1 to 20
         */
        public Builder perExample(int examples) {
            if (examples < 1 || examples > 20) {
                throw new IllegalArgumentException("1 to 20 examples can be made of one, not " + examples);
            }
            perExample = examples;
            return this;
        }

        /**
         * The maximum share of synthetic examples in the resulting dataset, including those it had before; a
         * half by default, 1 for a distillation. No more questions are asked than fit in.
         *
         * @throws IllegalArgumentException unless it is above 0 and at most 1
         */
        public Builder maxShare(double share) {
            if (!(share > 0 && share <= 1)) {
                throw new IllegalArgumentException("a share lies above 0 and up to 1, not at " + share);
            }
            maxShare = share;
            return this;
        }

        /** Which examples to use as seeds; by default the validated ones. */
        public Builder growFrom(Predicate<? super Example> which) {
            wanted = which;
            return this;
        }

        /**
         * Keeps new examples apart from these, such as a test set: none of them is used as a seed, and nothing
         * is accepted that asks the same or nearly the same.
         */
        public Builder keepApart(Iterable<? extends Example> testSet) {
            testSet.forEach(guarded::add);
            return this;
        }

        /** The dataset to add to, if it is not the one the seeds come from. */
        public Builder into(Dataset dataset) {
            base = dataset;
            return this;
        }

        /**
         * The checks for new examples. An error or warning rejects an example, unless its seed has the same. By
         * default structure, placeholders, secrets and refusals, and contradictions if questions are written.
         * Duplicates and leaks are always checked.
         */
        public Builder checks(Checks newChecks) {
            checks = newChecks;
            return this;
        }

        /** Changes every request before it is sent, for example its temperature; must be a pure function. */
        public Builder request(UnaryOperator<ChatRequest> change) {
            request = change;
            return this;
        }

        /**
         * A seed that shuffles the order of the examples and is passed to providers that support one. Without
         * it the order is fixed.
         */
        public Builder seed(long newSeed) {
            seed = newSeed;
            return this;
        }

        /** How the model is asked: concurrency, rate limit, retries, journal, budget and more. */
        public Builder asking(AskingSettings settings) {
            asking = settings.toBuilder();
            return this;
        }

        /**
         * Changes how the model is asked.
         *
         * <pre>{@code asking(settings -> settings.journal(journal).budget(budget, prices))}</pre>
         */
        public Builder asking(UnaryOperator<AskingSettings.Builder> change) {
            asking = change.apply(asking);
            return this;
        }

        /** Receives progress after every answer; one call at a time, from any thread. Exceptions do not end the run. */
        public Builder progress(ProgressListener listener) {
            progress = ProgressListener.unfailing(listener);
            return this;
        }

        /** The synthesis. */
        public Synthesis build() {
            return new Synthesis(new SynthesisSettings(this));
        }
    }
}
