package dev.finetuning.spark;

import dev.finetuning.OrderNeededException;
import dev.finetuning.cost.TokenCounter;
import dev.finetuning.dataset.RejectLimit;
import dev.finetuning.dataset.SplitPlan;
import dev.finetuning.dataset.StreamedPreparation;
import dev.finetuning.dataset.TooManyRejectedException;
import dev.finetuning.example.Example;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.near.NearDuplicates;
import dev.finetuning.quality.remedy.Remedies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * Prepares data on several machines: reads, checks, drops near-duplicates, applies remedies and steps, drops exact
 * duplicates, splits stably, and writes. The result is that of {@link StreamedPreparation} on one machine: the same
 * examples kept, the same parts in the same order, the same findings, changes and fingerprints, whatever the
 * partitions and however often tasks are killed and run again. A recipe that captures something that cannot be sent
 * to other machines is refused with an {@code IllegalArgumentException} where it is given. Immutable.
 *
 * <pre>{@code
 * SparkOutcome outcome = SparkPreparation.of(
 *                 spark, () -> SplitPlan.stable(SplitRatios.of(0.9, 0.05, 0.05)), () -> Target.OPENAI.format())
 *         .checks(Checks::standard)
 *         .remedies(() -> Remedies.of(Repair.redact(PersonalData.of(PiiDetector.standard()))))
 *         .dropNearDuplicates(NearDuplicates::standard)
 *         .run(SparkSource.jsonLines(ChatMessages::format, "hdfs:///support/*.jsonl"), "hdfs:///prepared");
 * }</pre>
 *
 * <p>An executor holds one record of each of its tasks, and of each task's near-duplicates the sketches. The driver
 * holds about 16 bytes for each example that has a near-duplicate, 150 if they are kept together, and no content. What is written on the way
 * (shuffles, and prepared lines on the executors' disks) holds content as it is after the remedies, and hashes;
 * Spark's log, event log, user interface and plans hold none.
 */
public final class SparkPreparation {
    private static final long PIECE_BYTES = 64L << 20;

    private final SparkSession spark;
    private final Kit kit;
    private final RejectLimit limit;
    private final Settings settings;

    /** How it is carried out. */
    record Settings(long pieceBytes, boolean parquet) {}

    private SparkPreparation(SparkSession spark, Kit kit, RejectLimit limit, Settings settings) {
        this.spark = spark;
        this.kit = kit;
        this.limit = limit;
        this.settings = settings;
    }

    /**
     * A preparation with a stable split and an output format.
     *
     * @param plan makes the plan; another than {@link StreamedPreparation} takes is refused when it runs
     * @param format makes the format of the lines: {@code () -> Target.OPENAI.format()}
     */
    public static SparkPreparation of(
            SparkSession spark, Recipe<SplitPlan> plan, Recipe<? extends ExampleFormat> format) {
        return new SparkPreparation(
                spark, Kit.of(plan, format), RejectLimit.standard(), new Settings(PIECE_BYTES, false));
    }

    private SparkPreparation with(Kit changed) {
        return new SparkPreparation(spark, changed, limit, settings);
    }

    /** Checks the examples as they were read. A check has to be independent or to judge by notes. */
    public SparkPreparation checks(Recipe<Checks> checks) {
        return with(kit.withChecks(checks));
    }

    /** Repairs and drops examples; {@code changes/} tells what and why. Each remedy has to be independent. */
    public SparkPreparation remedies(Recipe<Remedies> remedies) {
        return with(kit.withRemedies(remedies));
    }

    /**
     * Adds a step behind the remedies, which may change an example or drop it by returning empty. Called on several
     * threads, and again for the same example when a task is repeated.
     */
    public SparkPreparation step(Recipe<Function<Example, Optional<Example>>> step) {
        return with(kit.withStep(step));
    }

    /**
     * Drops examples that have a better near-duplicate, as the last of the remedies. They are compared as they were
     * read, like {@code NearDuplicates.findings(reader)} does, whose findings {@code Drop.found} drops.
     */
    public SparkPreparation dropNearDuplicates(Recipe<NearDuplicates> near) {
        return with(kit.withoutNearDuplicates(near));
    }

    /**
     * Keeps near-duplicates in the same part instead of dropping them, with what else belongs to one of them: the
     * split is that of {@code plan.groupBy(near.clusters(reader))}. Replaces {@link #dropNearDuplicates}, and the
     * other way round.
     */
    public SparkPreparation keepNearDuplicatesTogether(Recipe<NearDuplicates> near) {
        return with(kit.withNearDuplicatesTogether(near));
    }

    /**
     * Drops examples that are also in a test set, exactly or apart from case, punctuation and spacing, after the
     * remedies and before near-duplicates. Every executor holds the test set.
     *
     * @param testSet JSON Lines on the driver
     * @throws IOException if the file cannot be read
     */
    public SparkPreparation dropLeaks(Path testSet, Recipe<? extends ExampleFormat> format) throws IOException {
        return with(kit.withTestSet(new Kit.TestSet(testSet.toString(), Files.readAllBytes(testSet), format)));
    }

    /** Counts the tokens of what is written, and makes a profile of it. */
    public SparkPreparation tokens(Recipe<? extends TokenCounter> counter) {
        return with(kit.withCounter(counter));
    }

    /** Sets how many rejections are too many; {@link RejectLimit#standard} by default. All sources count as one. */
    public SparkPreparation rejectLimit(RejectLimit newLimit) {
        return new SparkPreparation(spark, kit, newLimit, settings);
    }

    /**
     * Sets the size of the pieces of files that are prepared at once, 64 MB by default. Four pieces for each core, or
     * more, keep all cores busy to the end. Rows keep the partitions that they have.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public SparkPreparation pieces(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a piece has at least one byte: " + bytes);
        }
        return new SparkPreparation(spark, kit, limit, new Settings(bytes, settings.parquet()));
    }

    /** Also writes each part as Parquet, with the line, where the example came from, and its fingerprint. */
    public SparkPreparation parquet() {
        return new SparkPreparation(spark, kit, limit, new Settings(settings.pieceBytes(), true));
    }

    /**
     * Runs the preparation. The folder appears at the end, complete, if the file system renames folders in one step.
     *
     * <p>It holds {@code train/}, {@code validation/} and {@code test/} with files {@code part-00000.jsonl} and so
     * on, which in the order of their names are one file in the order of the source; {@code rejects/}, {@code
     * changes/} and {@code findings/} in the same way; and {@code profile.json} if tokens are counted. Parts without
     * lines are left out.
     *
     * @param folder where to write; nothing may be there yet
     * @throws IOException if something cannot be read or written; no folder is left
     * @throws TooManyRejectedException if the limit is exceeded; no folder is left
     * @throws OrderNeededException if a check or a remedy has to see all examples one after another; nothing is read
     * @throws dev.finetuning.source.UnreadableSourceException if the source as a whole cannot be used
     */
    public SparkOutcome run(SparkSource source, String folder) throws IOException {
        return new SparkRun(spark, kit, limit, settings).run(source, folder);
    }
}
