package dev.finetuning.spark;

import dev.finetuning.format.ColumnMapping;
import dev.finetuning.format.ExampleFormat;
import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Raw records that Spark reads, and the format that makes examples of them. Immutable. */
public final class SparkSource {
    /** Reads the records. */
    @FunctionalInterface
    interface Opener {
        Reading open(JavaSparkContext spark, long pieceBytes) throws IOException;
    }

    private final String name;
    private final Recipe<? extends ExampleFormat> format;
    private final Opener opener;

    private SparkSource(String name, Recipe<? extends ExampleFormat> format, Opener opener) {
        this.name = name;
        this.format = Recipes.travelling("source", format);
        this.opener = opener;
    }

    /**
     * Files of JSON Lines, read by this library, in the order given. Large files are read in pieces at once.
     *
     * @param format the format of the records: {@code ChatMessages::format}
     * @param paths files on any file system that Hadoop knows; patterns such as {@code
     *     "hdfs:///support/*.jsonl"} stand for files in the order of their names
     */
    public static SparkSource jsonLines(Recipe<? extends ExampleFormat> format, String... paths) {
        if (paths.length == 0) {
            throw new IllegalArgumentException("name a file to read");
        }
        List<String> all = List.of(paths);
        return new SparkSource(
                all.get(0),
                format,
                (spark, pieceBytes) -> FilePieces.of(all, spark, pieceBytes).open(spark));
    }

    /**
     * The rows of anything that Spark reads: CSV, Parquet, a table, a query. A row is a record with the columns as
     * its fields; {@link ColumnMapping} reads it. The order of the rows is that of Spark's partitions. It must be the
     * same every time the rows are read; sort them if they come out of a shuffle.
     *
     * @param name the name of the source in findings and rejections
     */
    public static SparkSource rows(String name, Dataset<Row> rows, Recipe<? extends ExampleFormat> format) {
        return new SparkSource(name, format, (spark, pieceBytes) -> RowRecords.open(name, rows, format));
    }

    /** Its name: the one given, or the first path. */
    public String name() {
        return name;
    }

    Recipe<? extends ExampleFormat> format() {
        return format;
    }

    Reading open(JavaSparkContext spark, long pieceBytes) throws IOException {
        return opener.open(spark, pieceBytes);
    }
}
