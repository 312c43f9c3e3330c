package dev.finetuning.quality.remedy;

import dev.finetuning.dataset.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A set of remedies that is applied in one pass: each sees the result of those before it. Confidential
 * ones run first; the others keep their order. Immutable and thread-safe.
 *
 * <pre>{@code
 * var preview = Remedies.of(Repair.trimWhitespace(), Repair.mergeTurns(), Drop.duplicates()).preview(dataset);
 * System.out.println(preview.diff());
 * Dataset repaired = preview.apply(Path.of("changes.jsonl"));
 * }</pre>
 */
public final class Remedies {
    private final List<Remedy> remedies;

    private Remedies(List<Remedy> remedies) {
        this.remedies = List.copyOf(remedies);
    }

    /** A set of remedies. */
    public static Remedies of(Remedy... remedies) {
        return new Remedies(List.of()).and(remedies);
    }

    /** This set, followed by more remedies. */
    public Remedies and(Remedy... more) {
        List<Remedy> all = new ArrayList<>(remedies);
        all.addAll(List.of(more));
        List<Remedy> ordered =
                new ArrayList<>(all.stream().filter(Remedy::confidential).toList());
        all.stream().filter(remedy -> !remedy.confidential()).forEach(ordered::add);
        return new Remedies(ordered);
    }

    /** Tries the remedies on a dataset without changing it. */
    public RemedyPreview preview(Dataset dataset) {
        return RemedyPreview.of(this, dataset);
    }

    /**
     * Starts a pass that is given one example at a time, for data larger than memory. Use it as a step of a
     * {@link dev.finetuning.dataset.StreamedPreparation}, with a {@link ChangesFile} as the listener; there,
     * remedies that treat {@linkplain Remedy#independent each example by itself} work on several threads, if all
     * of the set do.
     *
     * @param changes receives every example that is changed or dropped
     */
    public RemedyRun begin(Consumer<? super Change> changes) {
        return new RemedyRun(remedies, changes);
    }
}
