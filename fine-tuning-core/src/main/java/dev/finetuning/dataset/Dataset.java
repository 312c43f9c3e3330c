package dev.finetuning.dataset;

import dev.finetuning.example.Example;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.UnwritableExampleException;
import dev.finetuning.internal.io.AtomicFile;
import dev.finetuning.source.RejectedRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * A named, immutable list of examples with a fingerprint. Thread-safe. Built with {@link #builder}.
 *
 * <p>Records that could not be read are in {@link #rejected}.
 */
public final class Dataset implements Iterable<Example> {
    private final String name;
    private final String description;
    private final String version;
    private final List<Example> examples;
    private final List<RejectedRecord> rejected;
    private final Instant created;
    private final Instant updated;
    private final Fingerprint fingerprint;

    Dataset(DatasetBuilder builder, Instant updated) {
        this(
                builder.name,
                builder.description,
                builder.version,
                builder.examples,
                builder.rejected,
                builder.created,
                updated);
    }

    private Dataset(
            String name,
            String description,
            String version,
            List<Example> examples,
            List<RejectedRecord> rejected,
            Instant created,
            Instant updated) {
        this.name = name;
        this.description = description;
        this.version = version;
        this.examples = List.copyOf(examples);
        this.rejected = List.copyOf(rejected);
        this.created = created;
        this.updated = updated;
        this.fingerprint = Fingerprint.of(this.examples);
    }

    /** Starts building a dataset. */
    public static DatasetBuilder builder(String name) {
        return new DatasetBuilder(name);
    }

    /** The name. */
    public String name() {
        return name;
    }

    /** What the dataset is for; may be empty. */
    public String description() {
        return description;
    }

    /** The version that you gave it; {@code "1.0.0"} by default. */
    public String version() {
        return version;
    }

    /** The examples in the order they were added. */
    public List<Example> examples() {
        return examples;
    }

    /** How many examples there are. */
    public int size() {
        return examples.size();
    }

    /** Records from the sources that could not be used, in order. */
    public List<RejectedRecord> rejected() {
        return rejected;
    }

    /** When its first version was built. */
    public Instant created() {
        return created;
    }

    /** When this version was built. */
    public Instant updated() {
        return updated;
    }

    /** The hash of the content; see {@link Fingerprint}. */
    public Fingerprint fingerprint() {
        return fingerprint;
    }

    @Override
    public Iterator<Example> iterator() {
        return examples.iterator();
    }

    /** Counts by category, source and kind, without tokens. */
    public DatasetStatistics statistics() {
        return DatasetStatistics.of(this, example -> 0);
    }

    /** The statistics, including token counts from the given function. */
    public DatasetStatistics statistics(ToIntFunction<Example> tokens) {
        return DatasetStatistics.of(this, tokens);
    }

    /** A dataset of the same name with the matching examples. */
    public Dataset filter(Predicate<? super Example> wanted) {
        return with(name, examples.stream().filter(wanted).toList());
    }

    /** Splits exactly by the ratios, stratified by category, with groups kept together. */
    public Split split(SplitRatios ratios) {
        return split(SplitPlan.exact(ratios));
    }

    /** Splits by a plan. */
    public Split split(SplitPlan plan) {
        return Splitter.split(this, plan);
    }

    /**
     * Writes it as JSON Lines of chat messages; see {@link #writeJsonLines(Path, ExampleFormat)}.
     *
     * @throws IOException if the file cannot be written
     */
    public void writeJsonLines(Path file) throws IOException {
        writeJsonLines(file, ChatMessages.format());
    }

    /**
     * Writes it as JSON Lines, to a temporary file that is forced to disk and then moved into place in one
     * step.
     *
     * @throws IOException if the file cannot be written; an existing file is unchanged then
     * @throws UnwritableExampleException if the format cannot represent an example; nothing is written then
     */
    public void writeJsonLines(Path file, ExampleFormat format) throws IOException {
        AtomicFile.write(file, out -> format.writeLines(examples, out));
    }

    /** A builder with everything in this dataset, for the next version. */
    public DatasetBuilder toBuilder() {
        DatasetBuilder builder =
                new DatasetBuilder(name).description(description).version(version);
        builder.created = created;
        builder.examples.addAll(examples);
        builder.rejected.addAll(rejected);
        return builder;
    }

    Dataset with(String newName, List<Example> newExamples) {
        return new Dataset(newName, description, version, newExamples, List.of(), created, updated);
    }

    /** Name, size and fingerprint, without content. */
    @Override
    public String toString() {
        return "Dataset[" + name + ", " + examples.size() + " examples, " + fingerprint.shortForm() + "]";
    }
}
