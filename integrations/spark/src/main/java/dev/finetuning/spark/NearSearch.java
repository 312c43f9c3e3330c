package dev.finetuning.spark;

import dev.finetuning.example.Example;
import dev.finetuning.example.Origin;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.quality.near.NearDuplicates;
import dev.finetuning.quality.near.NearSketch;
import dev.finetuning.source.MalformedRecordException;
import dev.finetuning.source.SourceRecord;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Finds the near-duplicates that {@link NearDuplicates} finds on one machine. Keys are shuffled and propose pairs;
 * the sketch of the earlier one travels to the partition of the later, once for all it resembles there; pairs that
 * are alike are joined on the driver.
 */
final class NearSearch {
    private final Reading reading;
    private final Recipe<NearDuplicates> near;
    private final Recipe<? extends ExampleFormat> format;

    NearSearch(Reading reading, Recipe<NearDuplicates> near, Recipe<? extends ExampleFormat> format) {
        this.reading = reading;
        this.near = near;
        this.format = format;
    }

    /** A sketch that is to be compared with those at some positions of one partition. */
    private static final class Letter implements Serializable {
        private static final long serialVersionUID = 1L;

        private final Packed sketch;
        private final long[] rights;

        private Letter(Packed sketch, long[] rights) {
            this.sketch = sketch;
            this.rights = rights;
        }

        Packed sketch() {
            return sketch;
        }

        long[] rights() {
            return rights;
        }
    }

    /**
     * Finds them.
     *
     * @param together whether a split is to keep them together
     */
    NearVerdicts verdicts(boolean together) {
        JavaRDD<Packed> sketches = sketches().persist(StorageLevel.DISK_ONLY());
        try {
            NearVerdicts groups = NearVerdicts.of(alike(sketches));
            NearVerdicts verdicts = groups.keeping(best(sketches, groups));
            return together ? verdicts.together(NearNames.of(reading, format, verdicts)) : verdicts;
        } finally {
            sketches.unpersist(false);
        }
    }

    private JavaRDD<Packed> sketches() {
        Recipe<NearDuplicates> finder = near;
        Recipe<? extends ExampleFormat> reader = format;
        return reading.records().mapPartitions(located -> new Sketching(located, reader.make(), finder.make()), true);
    }

    private List<long[]> alike(JavaRDD<Packed> sketches) {
        Reading.Positions positions = reading.positions();
        int partitions = positions.numPartitions();
        JavaRDD<long[]> keys = sketches.flatMap(packed -> keys(Sketched.unpack(packed)));
        JavaRDD<long[]> proposed =
                Longs.shuffled(keys, 2, Longs.hashed(partitions), partitions).flatMap(NearSearch::proposed);
        JavaRDD<long[]> byLeft = Longs.shuffled(proposed, 2, positions::of, partitions);
        JavaRDD<Letter> letters = sketches.zipPartitions(byLeft, (own, pairs) -> letters(own, pairs.next(), positions))
                .mapToPair(letter -> letter)
                .partitionBy(new Longs.Direct(partitions))
                .values();
        Recipe<NearDuplicates> finder = near;
        return sketches.zipPartitions(letters, (own, received) -> compared(own, received, finder.make()))
                .collect();
    }

    private static Iterator<long[]> keys(Sketched sketched) {
        List<long[]> keys = new ArrayList<>();
        for (long key : sketched.keys()) {
            keys.add(new long[] {key, sketched.position()});
        }
        return keys.iterator();
    }

    /** Pairs each example with the first, and with the latest before it, that has the same key. */
    private static Iterator<long[]> proposed(long[] sorted) {
        List<long[]> pairs = new ArrayList<>();
        int first = 0;
        for (int i = 2; i < sorted.length; i += 2) {
            if (sorted[i] != sorted[first]) {
                first = i;
                continue;
            }
            pairs.add(new long[] {sorted[first + 1], sorted[i + 1]});
            if (i - 2 != first) {
                pairs.add(new long[] {sorted[i - 1], sorted[i + 1]});
            }
        }
        return pairs.iterator();
    }

    private static Iterator<Tuple2<Integer, Letter>> letters(
            Iterator<Packed> own, long[] pairs, Reading.Positions positions) {
        int[] at = {0};
        return new Flattened<>(new Mapped<>(own, packed -> {
            Map<Integer, List<Long>> rights = new TreeMap<>();
            long latest = -1;
            for (; at[0] < pairs.length && pairs[at[0]] == packed.position(); at[0] += 2) {
                long right = pairs[at[0] + 1];
                if (right != latest) {
                    rights.computeIfAbsent(positions.of(right), to -> new ArrayList<>())
                            .add(right);
                }
                latest = right;
            }
            List<Tuple2<Integer, Letter>> letters = new ArrayList<>();
            rights.forEach((to, all) -> letters.add(new Tuple2<>(
                    to,
                    new Letter(packed, all.stream().mapToLong(Long::longValue).toArray()))));
            return letters.iterator();
        }));
    }

    private static Iterator<long[]> compared(Iterator<Packed> own, Iterator<Letter> received, NearDuplicates near) {
        Map<Long, List<Sketched>> wanted = new HashMap<>();
        while (received.hasNext()) {
            Letter letter = received.next();
            Sketched left = Sketched.unpack(letter.sketch());
            for (long right : letter.rights()) {
                wanted.computeIfAbsent(right, position -> new ArrayList<>(2)).add(left);
            }
        }
        return new Flattened<>(new Mapped<>(own, packed -> {
            List<long[]> alike = new ArrayList<>();
            List<Sketched> lefts = wanted.remove(packed.position());
            if (lefts != null) {
                NearSketch right = Sketched.unpack(packed).sketch();
                for (Sketched left : lefts) {
                    if (near.alike(left.sketch(), right)) {
                        alike.add(new long[] {left.position(), packed.position()});
                    }
                }
            }
            return alike.iterator();
        }));
    }

    private static Map<Integer, NearVerdicts.Best> best(JavaRDD<Packed> sketches, NearVerdicts groups) {
        Broadcast<NearVerdicts> known =
                JavaSparkContext.fromSparkContext(sketches.context()).broadcast(groups);
        return sketches.flatMapToPair(packed -> {
                    int group = known.value().group(packed.position());
                    if (group < 0) {
                        return List.<Tuple2<Integer, NearVerdicts.Best>>of().iterator();
                    }
                    Sketched sketched = Sketched.unpack(packed);
                    Origin origin = sketched.origin();
                    NearVerdicts.Best best = new NearVerdicts.Best(
                            packed.position(), sketched.sketch().worth(), origin.source(), origin.line(), origin.row());
                    return List.of(new Tuple2<>(group, best)).iterator();
                })
                .reduceByKey(NearVerdicts.Best::or)
                .collectAsMap();
    }

    /** The sketches of the examples of one task. */
    private static final class Sketching implements Iterator<Packed> {
        private final Iterator<Reading.Located> located;
        private final ExampleFormat format;
        private final Function<Example, NearSketch> sketching;
        private final List<Packed> ahead = new ArrayList<>(1);

        Sketching(Iterator<Reading.Located> located, ExampleFormat format, NearDuplicates near) {
            this.located = located;
            this.format = format;
            this.sketching = near.sketching();
        }

        @Override
        public boolean hasNext() {
            while (ahead.isEmpty() && located.hasNext()) {
                Reading.Located next = located.next();
                if (next.result() instanceof SourceRecord record) {
                    sketch(next.position(), record);
                }
            }
            return !ahead.isEmpty();
        }

        private void sketch(long position, SourceRecord record) {
            try {
                Example example = format.read(record);
                ahead.add(Sketched.pack(position, example.info().provenance().origin(), sketching.apply(example)));
            } catch (MalformedRecordException unreadable) {
                // rejected where the record is prepared
            }
        }

        @Override
        public Packed next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the task has no more examples");
            }
            return ahead.remove(0);
        }
    }
}
