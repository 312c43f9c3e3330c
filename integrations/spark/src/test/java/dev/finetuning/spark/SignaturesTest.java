package dev.finetuning.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.format.ColumnMapping;
import dev.finetuning.quality.near.NearDuplicates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Looks for near-duplicates among ten million texts, made on the way, of which each hundredth repeats an earlier one
 * with one word changed. {@code -Dsignatures=} for another number of texts.
 */
@Tag("campaign")
class SignaturesTest {
    private static final long TEXTS = Long.getLong("signatures", 10_000_000);
    private static final int EVERY = 100;
    private static final int WORDS = 100;

    @TempDir
    Path folder;

    @Test
    void verdicts_onManyTexts_findThePlantedCopies() throws IOException {
        try (SparkSession spark =
                LocalSpark.begin("local[2]", folder, builder -> builder.config("spark.eventLog.enabled", "false"))) {
            int partitions = (int) Math.max(4, TEXTS / 100_000);
            Dataset<String> texts = spark.range(0, TEXTS, 1, partitions)
                    .map((MapFunction<Long, String>) SignaturesTest::text, Encoders.STRING());
            SparkSource source = SparkSource.rows(
                    "made", texts.toDF("text"), () -> ColumnMapping.user("text").assistant("text"));
            long begun = System.nanoTime();
            NearVerdicts verdicts = new NearSearch(
                            source.open(JavaSparkContext.fromSparkContext(spark.sparkContext()), 1),
                            NearDuplicates::standard,
                            source.format())
                    .verdicts(false);
            double seconds = (System.nanoTime() - begun) / 1e9;

            long found = 0;
            for (long copy = EVERY - 1; copy < TEXTS; copy += EVERY) {
                int group = verdicts.group(copy);
                found += group >= 0 && group == verdicts.group(original(copy)) ? 1 : 0;
            }
            long planted = TEXTS / EVERY;
            double recall = found / (double) planted;
            System.out.printf(
                    Locale.ROOT,
                    "signatures=%d%nsignatures.seconds=%.0f%nsignatures.recall=%.5f%nsignatures.dropped=%d of %d%n",
                    TEXTS,
                    seconds,
                    recall,
                    verdicts.dropped(),
                    planted);
            assertThat(recall).isGreaterThanOrEqualTo(0.995);
            assertThat(verdicts.dropped()).isLessThanOrEqualTo(planted);
        }
    }

    /** One of the 99 or of the many before, so that some are far away. */
    private static long original(long copy) {
        long back = 1 + new SplittableRandom(copy).nextLong(copy);
        long original = copy - back;
        return original % EVERY == EVERY - 1 ? original - 1 : original;
    }

    private static String text(long number) {
        boolean copy = number % EVERY == EVERY - 1;
        SplittableRandom random = new SplittableRandom(copy ? original(number) : number);
        int changed = copy ? (int) (number / EVERY % WORDS) : -1;
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < WORDS; word++) {
            int drawn = random.nextInt(1 << 20);
            text.append(Integer.toString(word == changed ? drawn ^ 1 : drawn, 36))
                    .append(' ');
        }
        return text.toString();
    }
}
