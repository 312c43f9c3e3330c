package dev.finetuning.console.shelf;

import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.lane.Turn;
import dev.finetuning.console.lane.WorkProgress;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.DatasetBuilder;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.SplitRatios;
import dev.finetuning.example.Example;
import dev.finetuning.format.reading.ConversationLog;
import dev.finetuning.journal.Journal;
import dev.finetuning.source.RecordSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The datasets of a tenant. Thread-safe. */
public final class DatasetShelf {
    /** How large a dataset may be to be read into memory, of which it then takes several times as much. */
    private static final long MAX_OPENED_BYTES =
            Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8);

    private static final int MAX_DESCRIPTION = 2_000;

    private final RevisionFiles files;
    private final ShelfLog log;
    private final Intake intake;
    private final Clock clock;

    /**
     * Opens the datasets of a tenant.
     *
     * @param folder where their files are; created if there is none
     * @param journal the tenant's
     * @param maxUpload the most bytes of an upload
     */
    public DatasetShelf(Path folder, Journal journal, long maxUpload, Clock clock) {
        this.files = RevisionFiles.in(folder);
        this.log = new ShelfLog(journal);
        this.files.keepOnly(log.datasets(), log.begun());
        this.intake = new Intake(folder, maxUpload);
        this.clock = clock;
    }

    /** All datasets, newest first. */
    public List<StoredDataset> all() {
        List<StoredDataset> newest = new ArrayList<>();
        log.datasets().values().forEach(dataset -> newest.add(0, dataset));
        return newest;
    }

    /**
     * One dataset.
     *
     * @throws RefusedException if there is none, or it is another tenant's
     */
    public StoredDataset dataset(String id) {
        return Optional.ofNullable(log.datasets().get(id)).orElseThrow(() -> RefusedException.notFound("dataset"));
    }

    /** A revision of a dataset, if there are both. */
    public Optional<DatasetRevision> find(String id, int revision) {
        return Optional.ofNullable(log.datasets().get(id)).stream()
                .flatMap(dataset -> dataset.revisions().stream())
                .filter(one -> one.number() == revision)
                .findFirst();
    }

    /** Adds a dataset from a file in any format that the library recognises. */
    public StoredDataset add(String name, String description, Upload upload, String by) {
        return add(new Wanted(name, description, by), upload, Optional.empty());
    }

    /** Adds a dataset from a log of conversations. */
    public StoredDataset addLog(String name, Upload upload, ConversationLog log, String by) {
        return add(new Wanted(name, "", by), upload, Optional.of(log));
    }

    /** Adds a dataset from the operator's log of conversations. */
    public StoredDataset addLog(String name, RecordSource rows, ConversationLog log, String by) {
        return add(new Wanted(name, "", by), file -> intake.gather(rows, file, log));
    }

    private record Wanted(String name, String description, String by) {}

    private StoredDataset add(Wanted wanted, Upload upload, Optional<ConversationLog> log) {
        return add(wanted, file -> intake.read(upload, log, file));
    }

    /** Adds a dataset from examples. */
    public StoredDataset add(String name, String description, Collection<? extends Example> examples, String by) {
        return add(
                new Wanted(name, description, by),
                file -> new Intake.Result(write(examples, file), Reading.none("examples that were sent")));
    }

    private interface Filling {
        Intake.Result fill(Path file) throws IOException;
    }

    private StoredDataset add(Wanted wanted, Filling filling) {
        checkName(wanted.name(), wanted.description());
        String id = files.newId();
        String file = RevisionFiles.first(id);
        log.begins(id, clock.instant());
        return files.storing(file, () -> begin(id, wanted, file, filling.fill(files.file(file))));
    }

    private StoredDataset begin(String id, Wanted wanted, String file, Intake.Result result) {
        String why = "added from " + result.reading().from();
        DatasetRevision first = new DatasetRevision(1, file, result.contents(), wanted.by(), why, clock.instant());
        StoredDataset dataset =
                new StoredDataset(id, wanted.name(), wanted.description(), result.reading(), List.of(first));
        log.added(dataset);
        return dataset;
    }

    /**
     * Adds a revision with changed rows. The file is copied row by row, so it may have any size.
     *
     * @param expected the number of the revision that the change was made for
     * @throws RefusedException if there is a newer one, or no row that is to be changed
     */
    StoredDataset revise(String id, int expected, RowChange change, String by, String why) {
        StoredDataset dataset = current(id, expected);
        ExampleFile before = examples(dataset.current());
        return revise(dataset, file -> Turn.with(() -> new Written(copy(before, change, file), why)), by);
    }

    private static RevisionContents copy(ExampleFile before, RowChange change, Path file) throws IOException {
        try (RevisionWriter writer = new RevisionWriter(file)) {
            change.copy(before, writer);
            return writer.end();
        }
    }

    /**
     * The content of a new revision.
     *
     * @param contents what is in it
     * @param why what was done
     */
    record Written(RevisionContents contents, String why) {}

    interface Writing {
        Written to(Path file) throws IOException;
    }

    /**
     * Adds a revision.
     *
     * @param dataset with the revision that is changed as the newest
     * @throws RefusedException if there is a newer one when it is written; then nothing of it is left
     */
    StoredDataset revise(StoredDataset dataset, Writing writing, String by) {
        int number = dataset.current().number() + 1;
        String file = files.revision(dataset.id(), number);
        return files.storing(file, () -> {
            Written written = writing.to(files.file(file));
            DatasetRevision next =
                    new DatasetRevision(number, file, written.contents(), by, written.why(), clock.instant());
            log.revised(dataset, next);
            return dataset.with(next);
        });
    }

    /**
     * A dataset for a change.
     *
     * @param expected the number of the revision that the change is made for
     * @throws RefusedException if there is none, or a newer revision
     */
    StoredDataset current(String id, int expected) {
        StoredDataset dataset = dataset(id);
        dataset.requireCurrent(expected);
        return dataset;
    }

    /**
     * A revision in memory.
     *
     * @throws RefusedException if it does not {@linkplain #opens fit}
     */
    public Dataset open(StoredDataset dataset, DatasetRevision revision) {
        if (!opens(revision)) {
            throw RefusedException.of(
                    RefusedException.Kind.TOO_LARGE,
                    "too_large_to_open",
                    "The dataset has more than " + (MAX_OPENED_BYTES >> 20)
                            + " MiB. Change the file and upload it again.");
        }
        DatasetBuilder data = Dataset.builder(dataset.name())
                .description(dataset.description())
                .version(revision.number() + ".0.0");
        examples(revision).forEach(data::add);
        return data.build();
    }

    /** Whether a revision is small enough to be read into memory. */
    public boolean opens(DatasetRevision revision) {
        return revision.contents().bytes() <= MAX_OPENED_BYTES;
    }

    /**
     * Splits a revision, in files if it is too large for memory; then exact duplicates are left out, and the parts for
     * validation and test are {@linkplain SplitParts#bounded bounded}.
     *
     * @param preparation says how far that has come
     */
    public SplitParts split(
            StoredDataset dataset, DatasetRevision revision, SplitRatios ratios, WorkProgress preparation) {
        if (opens(revision)) {
            return SplitParts.of(open(dataset, revision).split(SplitPlan.stable(ratios)), ratios);
        }
        RevisionContents contents = revision.contents();
        try {
            return SplitParts.spool(
                    file(revision),
                    ExampleKind.of(contents.kind()).format(),
                    SplitParts.bounded(ratios, contents),
                    preparation);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot split the dataset", e);
        }
    }

    /** The examples of a revision. */
    public ExampleFile examples(DatasetRevision revision) {
        RevisionContents contents = revision.contents();
        return new ExampleFile(file(revision), ExampleKind.of(contents.kind()), contents.examples());
    }

    /** Deletes a dataset with all its revisions. Models that were trained on it stay. */
    public void delete(String id, String by) {
        StoredDataset dataset = dataset(id);
        log.deleted(id, by, clock.instant());
        dataset.revisions().forEach(revision -> files.remove(id, revision));
    }

    /** The file of a revision. */
    Path file(DatasetRevision revision) {
        return files.file(revision.file());
    }

    Instant now() {
        return clock.instant();
    }

    private static RevisionContents write(Collection<? extends Example> examples, Path file) throws IOException {
        try (RevisionWriter writer = new RevisionWriter(file)) {
            for (Example example : examples) {
                writer.add(example);
            }
            return writer.end();
        }
    }

    /** A dataset's name is a model's name, unless the training gives another. */
    private static void checkName(String name, String description) {
        Fields.checkName("name", name);
        if (description.length() > MAX_DESCRIPTION) {
            throw RefusedException.invalid("description", "at most " + MAX_DESCRIPTION + " characters");
        }
    }
}
