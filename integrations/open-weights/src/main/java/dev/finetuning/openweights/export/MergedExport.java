package dev.finetuning.openweights.export;

import dev.finetuning.registry.version.ModelCard;
import java.util.Objects;
import java.util.Optional;

/**
 * A base model with an adapter added to its weights. Each sum is made in 32 bits and rounded once; every file but the
 * weights is the base model's own, so that whatever loads the base model loads this.
 *
 * @param model the model's id
 * @param precision the numbers that weights are written in
 * @param card what is written to {@code README.md}; none if empty
 */
public record MergedExport(String model, WeightPrecision precision, Optional<ModelCard> card) implements ModelExport {
    /** Requires everything. */
    public MergedExport {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(card, "card");
    }

    MergedExport(String model, WeightPrecision precision) {
        this(model, precision, Optional.empty());
    }

    /** The same in another precision. */
    public MergedExport withPrecision(WeightPrecision other) {
        return new MergedExport(model, other, card);
    }

    /** The same with a card, which states licence, data, settings and evaluation to whoever gets the folder. */
    public MergedExport withCard(ModelCard newCard) {
        return new MergedExport(model, precision, Optional.of(newCard));
    }
}
