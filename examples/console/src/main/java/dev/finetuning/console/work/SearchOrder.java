package dev.finetuning.console.work;

import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.cost.Money;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.registry.version.Direction;
import dev.finetuning.search.Objective;
import dev.finetuning.search.SearchSpace;
import dev.finetuning.search.SearchStrategy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A search that somebody wants.
 *
 * @param name its name, by which it is found again
 * @param source what it trains
 * @param space what settings it may choose
 * @param effort how it chooses, and for how long
 * @param texts what was written, as it is stored
 */
public record SearchOrder(String name, Source source, SearchSpace space, Effort effort, Map<String, String> texts) {
    /** What the search makes best unless somebody says otherwise. */
    public static final String SIMILARITY = "similarity";
    /** The other objective: the provider's loss on validation examples. */
    public static final String VALIDATION_LOSS = "validation-loss";

    private static final List<String> STORED = List.of(
            "name",
            "dataset",
            "revision",
            "model",
            "baseModel",
            "epochs",
            "batchSize",
            "learningRateMultiplier",
            "others",
            "strategy",
            "objective",
            "trials",
            "parallel",
            "budget",
            "seed",
            "validation",
            "test");
    private static final long MOST_COMBINATIONS = 10_000;

    /** Copies the map. */
    public SearchOrder {
        texts = Map.copyOf(texts);
    }

    /**
     * What a search trains.
     *
     * @param dataset the dataset's id
     * @param revision its revision
     * @param model the model's name in the registry
     * @param baseModel the model to start from
     * @param ratios the shares for training, for comparing trials, and for measuring the winner
     */
    public record Source(String dataset, int revision, String model, String baseModel, SplitRatios ratios) {}

    /**
     * How a search chooses, and for how long.
     *
     * @param strategy {@code random}, {@code grid} or {@code tpe}
     * @param objective {@link #SIMILARITY} or {@link #VALIDATION_LOSS}
     * @param trials how many trials at most
     * @param parallel how many at once
     * @param budget the most that all of it may cost, if limited
     * @param seed for the random numbers and the trainings, if given
     */
    public record Effort(
            String strategy, String objective, int trials, int parallel, Optional<Money> budget, OptionalLong seed) {
        SearchStrategy chooses() {
            return switch (strategy) {
                case "grid" -> SearchStrategy.grid();
                case "tpe" -> SearchStrategy.tpe();
                default -> SearchStrategy.random();
            };
        }

        Objective measures() {
            return objective.equals(SIMILARITY)
                    ? Objective.scoreCard(RecordedEvaluation.METRIC, Direction.HIGHER_IS_BETTER)
                    : Objective.validationLoss();
        }
    }

    /**
     * An order from a form, from JSON, or as it was stored.
     *
     * @param usualRevision the revision if the fields name none
     */
    static SearchOrder of(Fields fields, int usualRevision) {
        Map<String, String> texts = new LinkedHashMap<>();
        STORED.forEach(name -> fields.text(name, 4_000).ifPresent(text -> texts.put(name, text)));
        int revision = fields.whole("revision", 1, Integer.MAX_VALUE).orElse(usualRevision);
        texts.put("revision", String.valueOf(revision));
        double validation = fields.number("validation", 0.05, 0.4).orElse(0.15);
        double test = fields.number("test", 0.05, 0.4).orElse(0.2);
        Effort effort = effort(fields);
        SearchSpace space = space(fields);
        if (effort.strategy().equals("grid")) {
            requireFew(space);
        }
        return new SearchOrder(
                fields.name("name"),
                new Source(
                        fields.require("dataset"),
                        revision,
                        fields.name("model"),
                        fields.require("baseModel"),
                        SplitRatios.of(1 - validation - test, validation, test)),
                space,
                effort,
                texts);
    }

    private static Effort effort(Fields fields) {
        return new Effort(
                oneOf(fields, "strategy", List.of("random", "grid", "tpe")),
                oneOf(fields, "objective", List.of(SIMILARITY, VALIDATION_LOSS)),
                fields.whole("trials", 1, 500).orElse(8),
                fields.whole("parallel", 1, 16).orElse(2),
                fields.amount("budget").map(amount -> Money.usd(amount.toPlainString())),
                fields.seed("seed"));
    }

    private static String oneOf(Fields fields, String name, List<String> words) {
        String word = fields.text(name).orElse(words.get(0)).toLowerCase(Locale.ROOT);
        if (!words.contains(word)) {
            throw RefusedException.invalid(name, "must be one of " + String.join(", ", words));
        }
        return word;
    }

    private static SearchSpace space(Fields fields) {
        SearchSpace.Builder space = SearchSpace.builder();
        fields.text("epochs", 500).ifPresent(text -> SettingChoices.add(space, "epochs", "epochs", text));
        fields.text("batchSize", 500).ifPresent(text -> SettingChoices.add(space, "batchSize", "batch_size", text));
        fields.text("learningRateMultiplier", 500)
                .ifPresent(
                        text -> SettingChoices.add(space, "learningRateMultiplier", "learning_rate_multiplier", text));
        fields.text("others", 4_000).ifPresent(lines -> lines.lines().forEach(line -> other(space, line)));
        try {
            return space.build();
        } catch (IllegalStateException e) {
            throw RefusedException.invalid("epochs", "a search needs at least one setting to choose");
        }
    }

    private static void other(SearchSpace.Builder space, String line) {
        if (line.isBlank()) {
            return;
        }
        String[] parts = line.split("[:=]", 2);
        String name = parts[0].strip();
        if (parts.length < 2 || !name.matches("[A-Za-z][A-Za-z0-9_.-]{0,59}")) {
            throw RefusedException.invalid(
                    "others", "each line is a setting and its values, such as l2: 1e-6..0.1 log");
        }
        SettingChoices.add(space, "others", name, parts[1]);
    }

    /** A grid goes through every combination. */
    private static void requireFew(SearchSpace space) {
        double combinations = 1;
        for (SearchSpace.Parameter parameter : space.parameters()) {
            if (parameter instanceof SearchSpace.Range range) {
                if (!range.whole()) {
                    throw RefusedException.invalid(
                            "strategy", "a grid needs whole numbers or choices; " + range.name() + " is neither");
                }
                combinations *= range.high() - range.low() + 1;
            } else {
                combinations *= parameter.values().size();
            }
        }
        if (combinations > MOST_COMBINATIONS) {
            throw RefusedException.invalid("strategy", "a grid of more than " + MOST_COMBINATIONS + " combinations");
        }
    }
}
