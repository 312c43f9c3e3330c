package dev.finetuning.quality.remedy;

import dev.finetuning.dataset.PreparationStep;
import dev.finetuning.example.Example;
import dev.finetuning.example.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One pass of {@link Remedies} over a stream of examples: one after another, or as a step of a {@link
 * dev.finetuning.dataset.StreamedPreparation}. Changes are reported in the order of the examples either way.
 * Not thread-safe.
 */
public final class RemedyRun implements PreparationStep {
    private final List<Remedy> remedies;
    private final Consumer<? super Change> changes;
    private final Pass alone;
    private long examples;

    RemedyRun(List<Remedy> remedies, Consumer<? super Change> changes) {
        this.remedies = remedies;
        this.changes = changes;
        this.alone = new Pass();
    }

    /** The treated example; empty if it is dropped. */
    public Optional<Example> apply(Example example) {
        examples++;
        return alone.treat(example, example.info().provenance().numbered(examples), changes);
    }

    @Override
    public Work begin() {
        if (needsOrder()) {
            return (example, inOrder) -> apply(example);
        }
        Pass pass = new Pass();
        return (example, inOrder) -> pass.treat(
                example, example.info().provenance(), change -> inOrder.accept(() -> changes.accept(change)));
    }

    @Override
    public boolean needsOrder() {
        return !remedies.stream().allMatch(Remedy::independent);
    }

    /** A remedy's pass, and whether what it takes out stays unwritten. */
    private record Step(Remedy.Pass pass, boolean confidential) {}

    /** The passes of all remedies, used by one thread at a time. */
    private final class Pass {
        private final List<Step> steps = remedies.stream()
                .map(remedy -> new Step(remedy.begin(), remedy.confidential()))
                .toList();

        Optional<Example> treat(Example example, Provenance numbered, Consumer<? super Change> told) {
            Provenance provenance = example.info().provenance();
            Example before = origin(example, numbered);
            Example disclosable = before;
            Example after = before;
            List<Reason> reasons = new ArrayList<>(0);
            for (Step step : steps) {
                Treatment treated = step.pass().treat(after);
                reasons.addAll(treated.reasons());
                after = treated.example().orElse(null);
                if (step.confidential() && !treated.reasons().isEmpty()) {
                    disclosable = after;
                }
                if (after == null) {
                    break;
                }
            }
            if (reasons.isEmpty()) {
                return Optional.of(example);
            }
            told.accept(new Change(before, Optional.ofNullable(disclosable), Optional.ofNullable(after), reasons));
            return Optional.ofNullable(after).map(changed -> origin(changed, provenance));
        }
    }

    private static Example origin(Example example, Provenance provenance) {
        return example.info().provenance().equals(provenance)
                ? example
                : example.withInfo(example.info().withProvenance(provenance));
    }
}
