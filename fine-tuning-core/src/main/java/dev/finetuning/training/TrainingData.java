package dev.finetuning.training;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.example.Example;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.source.RecordSource;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

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

    /**
     * The examples of a source, read anew each time in bounded memory. Every record must be an example: an iteration
     * ends with {@link dev.finetuning.source.UnreadableSourceException} at the first that is none. Iterate to the end,
     * which closes the source.
     *
     * @param source something that can be opened more than once, such as a file
     */
    static TrainingData of(String name, RecordSource source, ExampleFormat format) {
        return new SourceData(name, source, format);
    }

    /** Examples in memory. */
    static TrainingData of(String name, List<? extends Example> examples) {
        List<Example> copy = List.copyOf(examples);
        return of(name, copy::iterator);
    }

    /**
     * Examples that lie elsewhere.
     *
     * @param examples begins an iteration; each must give the same examples
     */
    static TrainingData of(String name, Supplier<Iterator<Example>> examples) {
        return new TrainingData() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Iterator<Example> iterator() {
                return examples.get();
            }
        };
    }
}
