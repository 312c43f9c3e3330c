package dev.finetuning.training;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.example.Example;
import java.util.Iterator;
import java.util.List;

/**
 * Examples to upload; the provider's adapter writes them in its own format. Iterated once per upload, so
 * data larger than memory can be streamed.
 */
public interface TrainingData extends Iterable<Example> {
    /** A short name for people that becomes part of the file name: {@code "support-train"}. */
    String name();

    /** The examples of a dataset, under its name. */
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
