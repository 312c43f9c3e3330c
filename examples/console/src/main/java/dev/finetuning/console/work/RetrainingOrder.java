package dev.finetuning.console.work;

import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.cost.Money;
import dev.finetuning.retraining.RetrainingPolicy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a model is trained again and again.
 *
 * @param model the model's name in the registry
 * @param baseModel the model to start from
 * @param when when to train
 * @param replay the share of older examples if rounds go on from the last promoted version; without it, each round
 *     starts from the base model with all examples
 * @param budget the most that a round may cost, if limited
 * @param promote whether the gates may put a round's version into production at once
 * @param texts what was written, as it is stored
 */
public record RetrainingOrder(
        String model,
        String baseModel,
        When when,
        Optional<Double> replay,
        Optional<Money> budget,
        boolean promote,
        Map<String, String> texts) {
    private static final List<String> STORED =
            List.of("model", "baseModel", "afterExamples", "afterDays", "replay", "budget", "promote");

    /** Copies the map. */
    public RetrainingOrder {
        texts = Map.copyOf(texts);
    }

    /**
     * When to train.
     *
     * @param examples as soon as so many wait
     * @param days as soon as one has waited for so many days
     */
    public record When(OptionalInt examples, OptionalInt days) {
        /** In words. */
        public String text() {
            String byNumber = examples.isPresent() ? "as soon as " + examples.getAsInt() + " wait" : "";
            String byTime = days.isPresent() ? "as soon as one has waited for " + days.getAsInt() + " days" : "";
            return byNumber + (byNumber.isEmpty() || byTime.isEmpty() ? "" : ", or ") + byTime;
        }

        RetrainingPolicy policy() {
            Optional<RetrainingPolicy> byNumber = examples.isPresent()
                    ? Optional.of(RetrainingPolicy.afterExamples(examples.getAsInt()))
                    : Optional.empty();
            Optional<RetrainingPolicy> byTime = days.isPresent()
                    ? Optional.of(RetrainingPolicy.afterWaiting(Duration.ofDays(days.getAsInt())))
                    : Optional.empty();
            return byNumber.map(first -> byTime.map(first::or).orElse(first))
                    .or(() -> byTime)
                    .orElseThrow();
        }
    }

    /** An order from a form, from JSON, or as it was stored. */
    static RetrainingOrder of(Fields fields) {
        Map<String, String> texts = new LinkedHashMap<>();
        STORED.forEach(name -> fields.text(name, 200).ifPresent(text -> texts.put(name, text)));
        When when = new When(fields.whole("afterExamples", 1, 10_000_000), fields.whole("afterDays", 1, 3_650));
        if (when.examples().isEmpty() && when.days().isEmpty()) {
            throw RefusedException.invalid("afterExamples", "say after how many examples or days to train");
        }
        return new RetrainingOrder(
                fields.name("model"),
                fields.require("baseModel"),
                when,
                fields.number("replay", 0, 0.9).stream().boxed().findFirst(),
                fields.amount("budget").map(amount -> Money.usd(amount.toPlainString())),
                fields.flag("promote"),
                texts);
    }
}
