package dev.finetuning.spark;

import dev.finetuning.example.Origin;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.source.SourceRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/** Rows of Spark as records. */
final class RowRecords {
    private RowRecords() {}

    static Reading open(String name, Dataset<Row> rows, Recipe<? extends ExampleFormat> format) throws IOException {
        format.make().checkColumns(name, List.of(rows.columns()));
        JavaRDD<Row> read = rows.toJavaRDD();
        List<Long> sizes = Failures.unwrapped(() -> read
                .mapPartitionsWithIndex(
                        (index, all) -> {
                            long size = 0;
                            for (; all.hasNext(); all.next()) {
                                size++;
                            }
                            return List.of(new long[] {index, size}).iterator();
                        },
                        true)
                .collect()
                .stream()
                .sorted((a, b) -> Long.compare(a[0], b[0]))
                .map(size -> size[1])
                .toList());
        long[] starts = new long[Math.max(1, sizes.size())];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = starts[i - 1] + sizes.get(i - 1);
        }
        JavaRDD<Row> some = sizes.isEmpty() ? read.coalesce(1) : read;
        JavaRDD<Reading.Located> records = some.mapPartitionsWithIndex(
                (index, all) -> {
                    long[] next = {starts[index]};
                    return new Mapped<>(all, row -> located(name, row, next[0]++));
                },
                true);
        return new Reading(records, Arrays.stream(starts).boxed().toList());
    }

    private static Reading.Located located(String name, Row row, long position) {
        return new Reading.Located(position, SourceRecord.of(fields(row), new Origin(name, 0, position + 1)));
    }

    private static Map<String, Object> fields(Row row) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        String[] names = row.schema().fieldNames();
        for (int i = 0; i < names.length; i++) {
            fields.put(names[i], json(row.get(i)));
        }
        return castAway(fields);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // a record's fields may hold JSON's null
    private static Map<String, Object> castAway(Map<String, @Nullable Object> fields) {
        return (Map<String, Object>) (Map<?, ?>) fields;
    }

    /** The JSON value of a cell; what JSON has no value for becomes its text, bytes become Base64. */
    private static @Nullable Object json(@Nullable Object cell) {
        if (cell == null || cell instanceof String || cell instanceof Boolean || cell instanceof BigDecimal) {
            return cell;
        }
        if (cell instanceof Number) {
            return cell;
        }
        if (cell instanceof Row row) {
            return fields(row);
        }
        if (cell instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (cell instanceof scala.collection.Map<?, ?> map) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            CollectionConverters.asJava(map).forEach((key, value) -> values.put(String.valueOf(key), json(value)));
            return castAway(values);
        }
        if (cell instanceof scala.collection.Iterable<?> elements) {
            List<@Nullable Object> values = new ArrayList<>();
            CollectionConverters.asJava(elements).forEach(element -> values.add(json(element)));
            return values;
        }
        return cell.toString();
    }
}
