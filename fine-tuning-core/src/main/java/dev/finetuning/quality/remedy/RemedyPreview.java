package dev.finetuning.quality.remedy;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.DatasetBuilder;
import dev.finetuning.example.Example;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What remedies would do to a dataset. Nothing has been changed yet. Immutable. */
public final class RemedyPreview {
    private final Dataset dataset;
    private final List<Example> repaired;
    private final List<Change> changes;
    private final SortedMap<String, Long> counts = new TreeMap<>();

    private RemedyPreview(Dataset dataset, List<Example> repaired, List<Change> changes) {
        this.dataset = dataset;
        this.repaired = repaired;
        this.changes = List.copyOf(changes);
        for (Change change : changes) {
            new HashSet<>(change.reasons().stream().map(Reason::code).toList())
                    .forEach(code -> counts.merge(code, 1L, Long::sum));
        }
    }

    static RemedyPreview of(Remedies remedies, Dataset dataset) {
        List<Change> changes = new ArrayList<>();
        RemedyRun run = remedies.begin(changes::add);
        List<Example> repaired = dataset.examples().stream()
                .map(run::apply)
                .flatMap(Optional::stream)
                .toList();
        return new RemedyPreview(dataset, repaired, changes);
    }

    /** Every example that would be changed or dropped, in order. */
    public List<Change> changes() {
        return changes;
    }

    /** How many examples would be changed and kept. */
    public long changed() {
        return changes.size() - dropped();
    }

    /** How many examples would be dropped. */
    public long dropped() {
        return changes.stream().filter(Change::dropped).count();
    }

    /** How many examples have each reason, by code in alphabetical order. */
    public SortedMap<String, Long> counts() {
        return Collections.unmodifiableSortedMap(counts);
    }

    /** A few lines for people, without content. */
    public String summary() {
        String totals = String.format(
                Locale.ROOT, "%,d examples: %,d changed, %,d dropped", dataset.size(), changed(), dropped());
        return counts.entrySet().stream()
                .map(count -> String.format(Locale.ROOT, "%n  %s ×%,d", count.getKey(), count.getValue()))
                .collect(Collectors.joining("", totals, ""));
    }

    /**
     * All changes as removed and added lines. Contains the data, including what a confidential remedy
     * removes: do not log it.
     */
    public String diff() {
        return changes.stream().map(ChangeDiff::of).collect(Collectors.joining());
    }

    /**
     * Applies the remedies.
     *
     * @param changesFile receives every changed or dropped example with its reasons, as {@link ChangesFile}
     *     writes them
     * @return the repaired dataset, with the same name and version
     * @throws IOException if the file cannot be written
     */
    public Dataset apply(Path changesFile) throws IOException {
        ChangesFile.write(changesFile, changes::forEach);
        DatasetBuilder builder = dataset.toBuilder().remove(example -> true);
        repaired.forEach(builder::add);
        return builder.build();
    }

    /** Counts, without content. */
    @Override
    public String toString() {
        return "RemedyPreview[" + summary() + "]";
    }
}
