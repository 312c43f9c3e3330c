package dev.finetuning.spark;

import dev.finetuning.dataset.PreparedLine;
import dev.finetuning.dataset.RejectLimit;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.quality.profile.DatasetProfile;
import dev.finetuning.quality.profile.ProfileTally;
import dev.finetuning.source.RejectedRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** One run of a preparation, on the driver. */
final class SparkRun {
    private final SparkSession session;
    private final JavaSparkContext spark;
    private final Kit kit;
    private final RejectLimit limit;
    private final SparkPreparation.Settings settings;

    SparkRun(SparkSession session, Kit kit, RejectLimit limit, SparkPreparation.Settings settings) {
        this.session = session;
        this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        this.kit = kit;
        this.limit = limit;
        this.settings = settings;
    }

    SparkOutcome run(SparkSource source, String folder) throws IOException {
        Kit.Tools tools = kit.make();
        PreparedLine.making(tools.plan(), tools.format());
        try (OutputFolder output = new OutputFolder(folder, spark.hadoopConfiguration())) {
            return Failures.unwrapped(() -> run(source, folder, output));
        }
    }

    private SparkOutcome run(SparkSource source, String folder, OutputFolder output) throws IOException {
        Reading reading = source.open(spark, settings.pieceBytes());
        NearVerdicts near = kit.near() == null
                ? NearVerdicts.NONE
                : new NearSearch(reading, kit.near(), source.format()).verdicts(kit.together());
        Broadcast<Toolbox> tools = spark.broadcast(new Toolbox(kit));
        Broadcast<NearVerdicts> verdicts = spark.broadcast(near);
        Recipe<? extends ExampleFormat> format = source.format();
        JavaRDD<Packed> items = reading.records()
                .mapPartitions(located -> items(located, format, tools, verdicts), true)
                .persist(StorageLevel.DISK_ONLY());
        try {
            JavaRDD<long[]> repeated = repeated(items, reading.positions());
            Shard all = write(items, repeated, output);
            limit.check(source.name(), all.rejected(), all.accepted(), number -> rejection(items, repeated, number));
            QualityReport report = new Reporting(spark, output).report(items, reading.positions(), tools, all.read());
            SparkOutcome.Identities identities = identities(items, repeated);
            DatasetProfile profile = profile(source, identities, all, report);
            if (profile != null) {
                output.write("profile.json", profile.toJson());
            }
            if (settings.parquet()) {
                new ParquetFiles(session, output).write(items, repeated);
            }
            output.publish();
            return new SparkOutcome(folder, all.counts(), near.dropped(), report, identities, profile);
        } finally {
            items.unpersist(false);
            tools.destroy();
            verdicts.destroy();
        }
    }

    private static Iterator<Packed> items(
            Iterator<Reading.Located> located,
            Recipe<? extends ExampleFormat> format,
            Broadcast<Toolbox> tools,
            Broadcast<NearVerdicts> verdicts) {
        ItemMaking making = new ItemMaking(format.make(), tools.value().tools(), verdicts.value());
        return new Mapped<>(located, each -> making.of(each).pack());
    }

    /** The positions of examples whose content occurred before, one array a partition. */
    private static JavaRDD<long[]> repeated(JavaRDD<Packed> items, Reading.Positions positions) {
        int partitions = positions.numPartitions();
        JavaRDD<long[]> identities = items.flatMap(packed -> {
            Item.Line line = Item.unpack(packed).line;
            return (line == null ? List.<long[]>of() : List.of(line.identity(packed.position()))).iterator();
        });
        JavaRDD<long[]> later = Longs.shuffled(identities, 3, Longs.hashed(partitions), partitions)
                .flatMap(SparkRun::later);
        return Longs.shuffled(later, 1, positions::of, partitions);
    }

    private static Iterator<long[]> later(long[] sorted) {
        List<long[]> later = new ArrayList<>();
        for (int i = 3; i < sorted.length; i += 3) {
            if (sorted[i] == sorted[i - 3] && sorted[i + 1] == sorted[i - 2]) {
                later.add(new long[] {sorted[i + 2]});
            }
        }
        return later.iterator();
    }

    private Shard write(JavaRDD<Packed> items, JavaRDD<long[]> repeated, OutputFolder output) throws IOException {
        String attempts = output.attempts();
        Broadcast<SerializableConfiguration> hadoop =
                spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
        List<Shard> shards = items.zipPartitions(
                        repeated,
                        (own, positions) -> List.of(Shard.write(
                                        own,
                                        positions.next(),
                                        attempts,
                                        hadoop.value().value()))
                                .iterator())
                .collect();
        output.take(shards.stream().map(Shard::written).toList());
        Shard all = new Shard();
        shards.forEach(all::add);
        return all;
    }

    private static RejectedRecord rejection(JavaRDD<Packed> items, JavaRDD<long[]> repeated, long number) {
        List<Packed> first = items.zipPartitions(repeated, (own, positions) -> {
                    long[] again = positions.next();
                    return new Flattened<>(new Mapped<>(own, packed -> {
                        Item item = Item.unpack(packed);
                        return (Shard.Fate.of(item, again) == Shard.Fate.REJECTED
                                        ? List.of(rejected(item))
                                        : List.<Packed>of())
                                .iterator();
                    }));
                })
                .take(Math.toIntExact(number));
        return first.get(first.size() - 1).read(Wire::rejection);
    }

    private static Packed rejected(Item item) {
        return Packed.of(item.position, out -> Wire.rejection(Objects.requireNonNull(item.rejection), out));
    }

    private static SparkOutcome.Identities identities(JavaRDD<Packed> items, JavaRDD<long[]> repeated) {
        int partitions = items.getNumPartitions();
        JavaRDD<long[]> prints = items.zipPartitions(repeated, (own, positions) -> {
            long[] again = positions.next();
            return new Flattened<>(new Mapped<>(own, packed -> {
                Item item = Item.unpack(packed);
                boolean written = Shard.Fate.of(item, again) == Shard.Fate.WRITTEN;
                return (written ? List.of(Prints.entry(Objects.requireNonNull(item.line))) : List.<long[]>of())
                        .iterator();
            }));
        });
        return Prints.of(Longs.shuffled(prints, Prints.WIDTH, first -> Prints.target(first, partitions), partitions)
                .toLocalIterator());
    }

    private @Nullable DatasetProfile profile(
            SparkSource source, SparkOutcome.Identities identities, Shard all, QualityReport report) {
        if (kit.counter() == null) {
            return null;
        }
        ProfileTally.Identity identity = new ProfileTally.Identity(
                source.name(), "1.0.0", identities.whole().hex());
        DatasetProfile profile =
                all.profile().profile(identity, all.rejected(), kit.counter().make());
        return report.counts().isEmpty() ? profile : profile.withFindings(report);
    }
}
