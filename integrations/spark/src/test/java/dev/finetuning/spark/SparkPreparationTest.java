package dev.finetuning.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.OrderNeededException;
import dev.finetuning.dataset.RejectLimit;
import dev.finetuning.dataset.Split;
import dev.finetuning.dataset.TooManyRejectedException;
import dev.finetuning.format.ColumnMapping;
import dev.finetuning.format.writing.Target;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.remedy.Drop;
import dev.finetuning.quality.remedy.Remedies;
import dev.finetuning.secrecy.Canary;
import dev.finetuning.source.UnreadableSourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkPreparationTest {
    private static final int RECORDS = 500;

    @TempDir
    static Path folder;

    private static SparkSession spark;
    private static Path file;
    private static Path testSet;
    private static OneMachine expected;

    @BeforeAll
    static void prepareOnOneMachine() throws IOException {
        spark = LocalSpark.begin("local[2,4]", folder);
        file = MixedData.write(folder.resolve("mixed.jsonl"), RECORDS, 17);
        testSet = folder.resolve("testset.jsonl");
        Files.writeString(
                testSet,
                Files.readAllLines(file).stream()
                        .filter(line -> line.contains("example_info"))
                        .skip(100)
                        .limit(3)
                        .collect(Collectors.joining("\n", "", "\n")));
        expected = OneMachine.prepare(file, Files.createDirectories(folder.resolve("alone")), testSet);
    }

    @AfterAll
    static void end() throws IOException {
        spark.stop();
        assertThat(LocalSpark.events(folder))
                .as("Spark's event log")
                .contains("SparkListenerJobEnd")
                .doesNotContain(Canary.CONTENT);
    }

    private static SparkPreparation whole() throws IOException {
        return Whole.on(spark, testSet);
    }

    private static void assertAsOnOneMachine(SparkOutcome outcome) throws IOException {
        assertThat(LocalSpark.texts(Path.of(outcome.folder()))).isEqualTo(expected.texts());
        assertThat(outcome.counts()).isEqualTo(expected.counts());
        assertThat(outcome.report()).isEqualTo(expected.report());
        assertThat(outcome.nearDuplicates()).isEqualTo(expected.nearDuplicates());
        for (Split.Part part : Split.Part.values()) {
            assertThat(outcome.fingerprint(part))
                    .isEqualTo(expected.fingerprints().get(part));
        }
        assertThat(outcome.profile()).contains(expected.profile());
    }

    @Test
    void oneMachine_ofTheMixedData_doesSomethingOfEverything() {
        assertThat(expected.counts().train()).isGreaterThan(50);
        assertThat(expected.counts().validation()).isPositive();
        assertThat(expected.counts().duplicates()).isPositive();
        assertThat(expected.counts().rejected()).isGreaterThan(20);
        assertThat(expected.nearDuplicates()).isGreaterThan(50);
        assertThat(expected.texts().get("changes"))
                .contains("leaked_", "near_duplicate", "redacted_personal_data", "unfilled_placeholder");
        assertThat(expected.report().counts())
                .containsKeys("duplicate_example", "near_identical_example", "contradictory_answers", "every_third");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 32})
    void run_inAnyNumberOfPieces_doesWhatOneMachineDoes(int pieces) throws IOException {
        Path out = folder.resolve("pieces" + pieces);
        SparkOutcome outcome = whole().pieces(Files.size(file) / pieces + 1)
                .run(SparkSource.jsonLines(Whole::read, file.toString()), out.toString());

        assertAsOnOneMachine(outcome);
        assertThat(LocalSpark.files(out.resolve("changes"))).hasSizeBetween(Math.min(2, pieces), pieces);
        assertThat(out.resolve("profile.json"))
                .content()
                .contains(outcome.fingerprint().hex());
    }

    /** The first two attempts of every third task fail on their way, and the files that they began are nowhere. */
    @Test
    void run_whenTasksFail_doesWhatOneMachineDoes() throws IOException {
        SparkOutcome outcome = whole().step(() -> {
                    TaskContext task = TaskContext.get();
                    return example -> {
                        TaskContext now = TaskContext.get();
                        if (now != null && now.partitionId() % 3 == 1 && now.attemptNumber() < 2 && task != null) {
                            throw new IllegalStateException("killed on purpose");
                        }
                        return java.util.Optional.of(example);
                    };
                })
                .pieces(Files.size(file) / 6)
                .run(
                        SparkSource.jsonLines(Whole::read, file.toString()),
                        folder.resolve("failing").toString());

        assertAsOnOneMachine(outcome);
    }

    @Test
    void run_withRowsOfParquet_readsThemInOrder() throws IOException {
        Path table = folder.resolve("table.parquet");
        spark.range(0, 300, 1, 1)
                .selectExpr("id", "concat('question ', id % 200) as question", "concat('answer ', id % 200) as answer")
                .write()
                .parquet(table.toString());
        SparkOutcome outcome = SparkPreparation.of(spark, Whole::plan, Whole::written)
                .checks(Checks::standard)
                .parquet()
                .run(
                        SparkSource.rows(
                                "questions",
                                spark.read().parquet(table.toString()),
                                () -> ColumnMapping.user("question").assistant("answer")),
                        folder.resolve("rows").toString());

        assertThat(outcome.counts().read()).isEqualTo(300);
        assertThat(outcome.counts().duplicates()).isEqualTo(100);
        assertThat(outcome.report().findings("duplicate_example").get(0).toString())
                .contains("questions (row 201)", "questions (row 1)");
        Row first = spark.read()
                .parquet(folder.resolve("rows/train.parquet").toString())
                .first();
        assertThat(LocalSpark.texts(folder.resolve("rows")).get("train")).startsWith(first.getString(0) + "\n");
        assertThat(first.getString(1)).isEqualTo("questions");
    }

    @Test
    void run_withTooManyRejected_saysWhichAndLeavesNothing() throws IOException {
        Path out = folder.resolve("rejected");

        assertThatThrownBy(() -> whole().rejectLimit(RejectLimit.count(3))
                        .pieces(Files.size(file) / 3)
                        .run(SparkSource.jsonLines(Whole::read, file.toString()), out.toString()))
                .isInstanceOfSatisfying(TooManyRejectedException.class, refused -> {
                    assertThat(refused.rejected()).isEqualTo(4);
                    assertThat(expected.texts().get("rejects").lines().skip(3).findFirst())
                            .contains(refused.last().toJson());
                });
        assertThat(out).doesNotExist();
        assertThat(folder.toFile().list()).noneMatch(left -> left.startsWith(".rejected"));
    }

    @Test
    void run_withWhatNeedsOrder_isRefusedBeforeReading() {
        SparkSource source = SparkSource.jsonLines(Whole::read, "/nowhere.jsonl");
        SparkPreparation preparation = SparkPreparation.of(spark, Whole::plan, Whole::written);

        assertThatThrownBy(() -> preparation
                        .checks(() -> Checks.none().with(findings -> example -> {}))
                        .run(source, folder.resolve("x").toString()))
                .isInstanceOf(OrderNeededException.class);
        assertThatThrownBy(() -> preparation
                        .remedies(() -> Remedies.of(Drop.duplicates()))
                        .run(source, folder.resolve("x").toString()))
                .isInstanceOf(OrderNeededException.class);
    }

    @Test
    void recipe_thatCapturesWhatCannotTravel_isRefusedWhereItIsGiven() {
        SparkPreparation preparation = SparkPreparation.of(spark, Whole::plan, Whole::written);
        Target target = Target.OPENAI;

        assertThatThrownBy(() -> SparkPreparation.of(spark, Whole::plan, target::format))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'format'")
                .hasMessageContaining(Target.class.getName());
        assertThatThrownBy(() -> SparkSource.jsonLines(target::format, file.toString()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> preparation.dropLeaks(testSet, target::format))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'dropLeaks'");
        Checks made = Checks.none();
        assertThatThrownBy(() -> preparation.checks(() -> made)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void run_withWhatIsNotThere_saysSo() throws IOException {
        SparkPreparation preparation = SparkPreparation.of(spark, Whole::plan, Whole::written);
        Path empty = Files.writeString(folder.resolve("empty.jsonl"), "\n\n");

        assertThatThrownBy(() -> preparation.run(
                        SparkSource.jsonLines(Whole::read, "/nowhere.jsonl"),
                        folder.resolve("x").toString()))
                .isInstanceOf(java.io.FileNotFoundException.class);
        assertThatThrownBy(() -> preparation.run(
                        SparkSource.jsonLines(Whole::read, empty.toString()),
                        folder.resolve("x").toString()))
                .isInstanceOf(UnreadableSourceException.class);
        assertThatThrownBy(
                        () -> preparation.run(SparkSource.jsonLines(Whole::read, file.toString()), folder.toString()))
                .isInstanceOf(FileAlreadyExistsException.class);
    }
}
