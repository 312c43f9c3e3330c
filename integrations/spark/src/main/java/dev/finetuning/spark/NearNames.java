package dev.finetuning.spark;

import dev.finetuning.example.Example;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.quality.near.NearClusters;
import dev.finetuning.source.MalformedRecordException;
import dev.finetuning.source.SourceRecord;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** Finds out what the groups of near-duplicates are called, and what else belongs to them, in one more reading. */
final class NearNames {
    private NearNames() {}

    /** A group, as far as its examples were seen; a set, because a group may be large. */
    private static final class Named implements Serializable {
        private static final long serialVersionUID = 1L;

        private long first = Long.MAX_VALUE;
        private String name = "";
        private HashSet<Long> keys = new HashSet<>();

        Named add(Tuple2<Long, String> example) {
            begin(example._1(), example._2());
            keys.add(NearClusters.keyOf(example._2()));
            return this;
        }

        Named add(Named other) {
            begin(other.first, other.name);
            boolean more = other.keys.size() > keys.size();
            HashSet<Long> larger = more ? other.keys : keys;
            larger.addAll(more ? keys : other.keys);
            keys = larger;
            return this;
        }

        private void begin(long position, String newName) {
            name = position < first ? newName : name;
            first = Math.min(first, position);
        }

        NearClusters.Group group() {
            return new NearClusters.Group(name, List.copyOf(keys));
        }
    }

    /** The clusters of these groups. */
    static NearClusters of(Reading reading, Recipe<? extends ExampleFormat> format, NearVerdicts verdicts) {
        Broadcast<NearVerdicts> groups =
                JavaSparkContext.fromSparkContext(reading.records().context()).broadcast(verdicts);
        try {
            Map<Integer, Named> named = reading.records()
                    .mapPartitionsToPair(located -> names(located, format.make(), groups.value()))
                    .aggregateByKey(new Named(), Named::add, Named::add)
                    .collectAsMap();
            List<NearClusters.Group> ordered = new ArrayList<>();
            new TreeMap<>(named).values().forEach(each -> ordered.add(each.group()));
            return NearClusters.of(ordered);
        } finally {
            groups.destroy();
        }
    }

    private static Iterator<Tuple2<Integer, Tuple2<Long, String>>> names(
            Iterator<Reading.Located> located, ExampleFormat format, NearVerdicts groups) {
        return new Flattened<>(new Mapped<>(located, next -> {
            int group = groups.group(next.position());
            return (group >= 0 && next.result() instanceof SourceRecord record
                            ? List.of(new Tuple2<>(group, new Tuple2<>(next.position(), nameOf(record, format))))
                            : List.<Tuple2<Integer, Tuple2<Long, String>>>of())
                    .iterator();
        }));
    }

    private static String nameOf(SourceRecord record, ExampleFormat format) {
        try {
            Example example = format.read(record);
            return NearClusters.nameOf(example);
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("a record that could be read cannot be read again", e);
        }
    }
}
