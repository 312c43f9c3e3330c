package dev.finetuning.quality.remedy;

import dev.finetuning.example.Example;
import dev.finetuning.example.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** One pass of {@link Remedies} over a stream of examples. Not thread-safe. */
public final class RemedyRun implements Function<Example, Optional<Example>> {
    private final List<Step> steps;
    private final Consumer<? super Change> changes;
    private long examples;

    /** A remedy's pass, and whether what it takes out stays unwritten. */
    private record Step(Remedy.Pass pass, boolean confidential) {}

    RemedyRun(List<Remedy> remedies, Consumer<? super Change> changes) {
        this.steps = remedies.stream()
                .map(remedy -> new Step(remedy.begin(), remedy.confidential()))
                .toList();
        this.changes = changes;
    }

    /** The treated example; empty if it is dropped. */
    @Override
    public Optional<Example> apply(Example example) {
        examples++;
        Provenance provenance = example.info().provenance();
        Example before = origin(example, provenance.numbered(examples));
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
        changes.accept(new Change(before, Optional.ofNullable(disclosable), Optional.ofNullable(after), reasons));
        return Optional.ofNullable(after).map(changed -> origin(changed, provenance));
    }

    private static Example origin(Example example, Provenance provenance) {
        return example.info().provenance().equals(provenance)
                ? example
                : example.withInfo(example.info().withProvenance(provenance));
    }
}
