package dev.finetuning.console.work;

import dev.finetuning.console.lane.WorkProgress;
import dev.finetuning.console.shelf.DatasetRevision;
import dev.finetuning.console.shelf.DatasetShelf;
import dev.finetuning.console.shelf.SplitParts;
import dev.finetuning.console.shelf.StoredDataset;
import dev.finetuning.example.Example;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The dataset of a search, split when the first of its trials needs it. Close it when the trials of a step are started,
 * which have their own copies then. Used by one thread, except for {@link #end} and {@link #progress}.
 */
final class SearchParts implements AutoCloseable {
    private final DatasetShelf shelf;
    private final SearchOrder.Source source;
    private final WorkProgress preparation;
    private volatile boolean begun;
    private volatile @Nullable SplitParts parts;

    SearchParts(DatasetShelf shelf, SearchOrder.Source source) {
        this.shelf = shelf;
        this.source = source;
        this.preparation = new WorkProgress(
                shelf.find(source.dataset(), source.revision())
                        .map(revision -> revision.contents().examples())
                        .orElse(0),
                1);
    }

    StoredDataset dataset() {
        return shelf.dataset(source.dataset());
    }

    DatasetRevision revision() {
        return dataset().revision(source.revision());
    }

    /** Whether it is too large for memory. */
    boolean isLarge() {
        return !shelf.opens(revision());
    }

    SplitParts split() {
        SplitParts made = parts;
        if (made == null) {
            begun = true;
            made = shelf.split(dataset(), revision(), source.ratios(), preparation);
            parts = made;
        }
        return made;
    }

    /** The examples on which trials are compared: so few of a large dataset that memory holds them. */
    List<Example> compared() {
        List<Example> examples = new ArrayList<>();
        split().validation().forEach(examples::add);
        return examples;
    }

    /** How far its preparation has come, if that has begun. May be asked by any thread. */
    Optional<String> progress() {
        if (!begun) {
            return Optional.empty();
        }
        return Optional.of(
                parts == null
                        ? "the dataset is being split: " + preparation.progress()
                        : "its parts are being counted, checked and stored");
    }

    /** Has a split that is going on end with a {@link java.util.concurrent.CancellationException}. */
    void end() {
        preparation.end();
    }

    @Override
    public void close() {
        SplitParts made = parts;
        if (made != null) {
            try {
                made.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot remove the parts of a split", e);
            }
        }
    }
}
