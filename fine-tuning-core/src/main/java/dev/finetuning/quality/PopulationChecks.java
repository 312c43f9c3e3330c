package dev.finetuning.quality;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** Checks of the whole: enough examples, none too long, nothing lopsided. */
public final class PopulationChecks {
    /** The origin of findings about the dataset as a whole. */
    static final Origin DATASET = new Origin("dataset", 0, 0);

    /** The fewest examples that hosts train on. */
    private static final long MINIMUM = 10;
    /** From here on training usually shows an effect. */
    private static final long ENOUGH = 100;

    private PopulationChecks() {}

    /** Fewer than 10 examples are an error ({@code too_few_examples}), fewer than 100 a warning ({@code few_examples}). */
    public static Check size() {
        return findings -> new Check.Inspection() {
            private long examples;

            @Override
            public void look(Example example) {
                examples++;
            }

            @Override
            public void end() {
                judgeSize(examples, findings);
            }
        };
    }

    private static void judgeSize(long examples, Consumer<Finding> findings) {
        if (examples < MINIMUM) {
            findings.accept(Finding.of(
                    "too_few_examples",
                    Severity.ERROR,
                    DATASET,
                    "There are " + examples + " examples; hosts want at least " + MINIMUM + ".",
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
     * Each example with more tokens than a model takes: {@code token_limit}.
     *
     * @param tokens counts the tokens of an example
     * @param limit the most tokens an example may have, at least 1
     * @throws IllegalArgumentException if the limit is below 1
     */
    public static Check tokenLimit(ToLongFunction<Example> tokens, long limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("the token limit must be at least 1, not " + limit);
        }
        return Check.ofEach((example, findings) -> {
            long count = tokens.applyAsLong(example);
            if (count > limit) {
                findings.accept(Finding.of(
                        "token_limit",
                        Severity.ERROR,
                        Strand.origin(example),
                        "The example has " + count + " tokens; the limit is " + limit + ", so the last "
                                + (count - limit) + " would be cut off.",
                        "Shorten or split it, or drop it."));
            }
        });
    }
}
