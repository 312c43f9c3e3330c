package dev.finetuning.spark;

import dev.finetuning.dataset.Split;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The parts as Parquet, with where each example came from. */
final class ParquetFiles {
    private static final StructType SCHEMA = new StructType()
            .add("example", DataTypes.StringType, false)
            .add("source", DataTypes.StringType, false)
            .add("line", DataTypes.LongType, false)
            .add("row", DataTypes.LongType, false)
            .add("fingerprint", DataTypes.StringType, false);

    private final SparkSession session;
    private final OutputFolder output;

    ParquetFiles(SparkSession session, OutputFolder output) {
        this.session = session;
        this.output = output;
    }

    void write(JavaRDD<Packed> items, JavaRDD<long[]> repeated) {
        for (Split.Part part : Split.Part.values()) {
            JavaRDD<Row> rows = items.zipPartitions(repeated, (own, positions) -> {
                long[] again = positions.next();
                return new Flattened<>(new Mapped<>(own, packed -> rows(Item.unpack(packed), again, part)));
            });
            session.createDataFrame(rows, SCHEMA).write().parquet(output.within(Shard.name(part) + ".parquet"));
        }
    }

    private static Iterator<Row> rows(Item item, long[] repeated, Split.Part part) {
        if (Shard.Fate.of(item, repeated) != Shard.Fate.WRITTEN) {
            return List.<Row>of().iterator();
        }
        Item.Line line = Objects.requireNonNull(item.line);
        if (line.part() != part) {
            return List.<Row>of().iterator();
        }
        byte[] json = line.json();
        return List.of(RowFactory.create(
                        new String(json, 0, json.length - 1, StandardCharsets.UTF_8),
                        item.origin.source(),
                        item.origin.line(),
                        item.origin.row(),
                        HexFormat.of().formatHex(line.fingerprint())))
                .iterator();
    }
}
