package dev.finetuning.quality;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import dev.finetuning.quality.internal.duplicates.Contradictions;
import dev.finetuning.quality.internal.population.Categories;
import dev.finetuning.quality.internal.population.Lengths;
import dev.finetuning.quality.internal.population.SystemPrompts;
import dev.finetuning.quality.internal.population.TokenLimit;
import dev.finetuning.quality.internal.population.Writing;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** Checks of a dataset as a whole: its size, lengths and balance. */
public final class PopulationChecks {
    /** The origin of findings about the dataset as a whole. */
    public static final Origin DATASET = new Origin("dataset", 0, 0);

    /** The fewest examples that providers train on. */
    private static final long MINIMUM = 10;
    /** From here on training usually shows an effect. */
    private static final long ENOUGH = 100;

    private PopulationChecks() {}

    /**
     * Reports an error for fewer than 10 examples ({@code too_few_examples}) and a warning for fewer than
     * 100 ({@code few_examples}).
     */
    public static Check size() {
        return Check.ofNotes(Noting.ofAll(example -> "", findings -> new Noting.Judgement() {
            private long examples;

            @Override
            public void look(Noting.Note note) {
                examples++;
            }

            @Override
            public void end() {
                judgeSize(examples, findings);
            }
        }));
    }

    private static void judgeSize(long examples, Consumer<Finding> findings) {
        if (examples < MINIMUM) {
            findings.accept(Finding.of(
                    "too_few_examples",
                    Severity.ERROR,
                    DATASET,
                    "There are " + examples + " examples; providers want at least " + MINIMUM + ".",
                    "Add examples."));
        } else if (examples < ENOUGH) {
            findings.accept(Finding.of(
                    "few_examples",
                    Severity.WARNING,
                    DATASET,
                    "There are " + examples + " examples; gains usually show from " + ENOUGH + " on.",
                    "Add examples if the result does not convince."));
        }
    }

    /**
     * Finds examples with more tokens than the model accepts: {@code token_limit}; and, if cutting off the
     * end would leave no answer to train on, {@code nothing_left_to_train_on}.
     *
     * @param tokens counts the tokens of an example
     * @param limit the maximum number of tokens of an example, at least 1
     * @throws IllegalArgumentException if the limit is below 1
     */
    public static Check tokenLimit(ToLongFunction<Example> tokens, long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("the token limit must be at least 1, not " + limit);
        }
        return Check.ofEach(new TokenLimit(tokens, limit)::look);
    }

    /**
     * Finds examples in another script or language than at least four in five of the others: {@code
     * script_outlier}, {@code language_outlier}; for 20 or more examples. Languages are recognised by their
     * function words (English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Swedish,
     * Turkish); short texts and other languages are not judged.
     */
    public static Check writing() {
        return Check.ofNotes(Noting.ofAll(Writing::of, Writing::new));
    }

    /** Finds the same question with different answers: {@code contradictory_answers}. */
    public static Check contradictions() {
        return new Contradictions();
    }

    /** Finds system prompts that differ from the most frequent one: {@code inconsistent_system_prompt}. */
    public static Check systemPrompts() {
        return Check.ofNotes(Noting.ofAll(SystemPrompts::of, SystemPrompts::new));
    }

    /**
     * Finds categories that are smaller than the largest one by more than a ratio: {@code
     * category_imbalance}.
     *
     * @param ratio above 1
     */
    public static Check categoryBalance(double ratio) {
        double bound = above(1, ratio);
        return Check.ofNotes(
                Noting.ofAll(example -> example.info().category(), findings -> new Categories(bound, findings)));
    }

    /**
     * Finds examples that are longer than the median by more than a factor: {@code length_outlier}; for 20
     * or more examples.
     *
     * @param factor above 1
     */
    public static Check lengthOutliers(double factor) {
        double bound = above(1, factor);
        return Check.ofNotes(Noting.ofAll(Lengths::of, findings -> new Lengths(bound, findings)));
    }

    /**
     * Finds examples with feedback below a score: {@code low_feedback}.
     *
     * @param key the metadata key of the score, a number; examples without it pass
     * @param least the lowest score that passes
     */
    public static Check feedback(String key, double least) {
        return Check.ofEach((example, findings) -> {
            String score = example.info().metadata().get(key);
            if (score != null && number(score) < least) {
                findings.accept(Finding.of(
                        "low_feedback",
                        Severity.WARNING,
                        MessageList.origin(example),
                        "The feedback is below " + least + ".",
                        "Drop the example, or correct its answer."));
            }
        });
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.trim());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static double above(double bound, double value) {
        if (!(value > bound)) {
            throw new IllegalArgumentException("must be above " + bound + ", not " + value);
        }
        return value;
    }
}
