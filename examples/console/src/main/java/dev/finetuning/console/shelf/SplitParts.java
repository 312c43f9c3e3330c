package dev.finetuning.console.shelf;

import dev.finetuning.console.lane.WorkProgress;
import dev.finetuning.dataset.RejectLimit;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.dataset.StreamedPreparation;
import dev.finetuning.example.Example;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.quality.Checks;
import dev.finetuning.source.JsonLines;
import dev.finetuning.training.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a revision: in memory, or in files of their own if it is too large for that. Close it when nobody reads
 * the parts any more.
 */
public final class SplitParts implements AutoCloseable {
    /** How many examples a part has at most that is read into memory or looked at again and again. */
    private static final double SMALL_EXAMPLES = 2_000;

    private static final double SMALL_BYTES = 16L << 20;

    private final TrainingData train;
    private final TrainingData validation;
    private final List<Example> test;
    private final SplitRatios ratios;
    private final Optional<String> fingerprint;
    private final List<Path> files;

    private SplitParts(Split split, SplitRatios ratios) {
        train = TrainingData.of(split.train());
        validation = TrainingData.of(split.validation());
        test = split.test().examples();
        this.ratios = ratios;
        fingerprint = Optional.of(split.train().fingerprint().hex());
        files = List.of();
    }

    /** The parts in files. */
    private record Spooled(ExampleFile train, ExampleFile validation, ExampleFile test) {}

    private SplitParts(Spooled parts, SplitRatios ratios, List<Path> files, WorkProgress preparation) {
        train = TrainingData.of(
                "train", () -> preparation.counting(parts.train().iterator()));
        validation = TrainingData.of("validation", parts.validation()::iterator);
        test = List.copyOf(parts.test());
        this.ratios = ratios;
        fingerprint = Optional.empty();
        this.files = files;
    }

    static SplitParts of(Split split, SplitRatios ratios) {
        return new SplitParts(split, ratios);
    }

    /** Splits a file into three, without exact duplicates, and leaves half of the processors to others. */
    static SplitParts spool(Path source, ExampleFormat format, SplitRatios ratios, WorkProgress preparation)
            throws IOException {
        Path train = Files.createTempFile(source.getParent(), "train-", ".part");
        Path validation = Files.createTempFile(source.getParent(), "validation-", ".part");
        Path test = Files.createTempFile(source.getParent(), "test-", ".part");
        List<Path> files = List.of(train, validation, test);
        boolean done = false;
        try {
            StreamedPreparation.Outcome outcome = StreamedPreparation.of(SplitPlan.stable(ratios), format)
                    .rejectLimit(RejectLimit.count(0))
                    .step(preparation.counting())
                    .threads(Math.max(1, Runtime.getRuntime().availableProcessors() / 2))
                    .run(ExampleReader.of(JsonLines.of(source), format), train, validation, test);
            Spooled parts = new Spooled(
                    new ExampleFile(train, format, Math.toIntExact(outcome.train())),
                    new ExampleFile(validation, format, (int) outcome.validation()),
                    new ExampleFile(test, format, (int) outcome.test()));
            SplitParts split = new SplitParts(parts, ratios, files, preparation);
            done = true;
            return split;
        } finally {
            if (!done) {
                delete(files);
            }
        }
    }

    /** The shares for a large revision, of which only so much is asked about that people and memory can bear it. */
    public static SplitRatios bounded(SplitRatios wanted, RevisionContents contents) {
        double most = Math.min(SMALL_EXAMPLES / contents.examples(), SMALL_BYTES / contents.bytes());
        double validation = Math.min(wanted.validation(), most);
        double test = Math.min(wanted.test(), most);
        return SplitRatios.of(1 - validation - test, validation, test);
    }

    /** What is trained on. */
    public TrainingData train() {
        return train;
    }

    /** What measures progress. */
    public TrainingData validation() {
        return validation;
    }

    /** What the model is tested with. */
    public List<Example> test() {
        return test;
    }

    /** The shares of the parts. */
    public SplitRatios ratios() {
        return ratios;
    }

    /** The fingerprint of what is trained on, if it is known. */
    public Optional<String> fingerprint() {
        return fingerprint;
    }

    /** The checks for a run on these parts: of what is not in memory, those that judge each example by itself. */
    public Checks checks(Checks all) {
        return files.isEmpty() ? all : all.independent();
    }

    @Override
    public void close() throws IOException {
        delete(files);
    }

    private static void delete(List<Path> files) throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
