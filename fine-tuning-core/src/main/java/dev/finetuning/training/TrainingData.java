package dev.finetuning.training;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.example.Example;
import java.util.Iterator;
import java.util.List;

/**
 * Examples on their way to a provider, which writes them in its own dialect. Iterated once per
 * upload, so a source larger than memory can be streamed.
 */
public interface TrainingData extends Iterable<Example> {
    /** A short name for people, which becomes part of the file name: {@code "support-train"}. */
    String name();

    /** A dataset under its name. */
    static TrainingData of(Dataset dataset) {
        return of(dataset.name(), dataset.examples());
    }

    /** Examples in memory. */
    static TrainingData of(String name, List<? extends Example> examples) {
        List<Example> copy = List.copyOf(examples);
        return new TrainingData() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Iterator<Example> iterator() {
                return copy.iterator();
            }
        };
    }
}
