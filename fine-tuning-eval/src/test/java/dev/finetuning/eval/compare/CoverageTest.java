package dev.finetuning.eval.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the committed rows of {@link CoverageTables} say, and that they are what the code does. */
class CoverageTest {
    private static final List<String> CONTINUOUS =
            List.of("uniform", "beta(2;5)", "beta(8;2)", "beta(5;1)", "beta(0.5;0.5)");

    private record Row(String what, String data, int n, double rate, String note) {
        static Row of(String line) {
            String[] cells = line.split(",", 5);
            return new Row(cells[0], cells[1], Integer.parseInt(cells[2]), Double.parseDouble(cells[3]), cells[4]);
        }

        boolean isInterval() {
            return what.equals("share") || what.equals("difference") || what.startsWith("mean");
        }
    }

    private static List<Row> rows(Predicate<Row> which) throws IOException {
        List<Row> rows = Files.readAllLines(CoverageTables.FILE).stream()
                .skip(1)
                .map(Row::of)
                .filter(which)
                .toList();
        assertThat(rows).isNotEmpty();
        return rows;
    }

    @Test
    void rows_aTenthOfTheSmallOnesComputedAgain_areTheCommittedOnes() throws IOException {
        List<String> committed = Files.readAllLines(CoverageTables.FILE);
        List<CoverageTables.Cell> cells = CoverageTables.cells();
        assertThat(committed).hasSize(1 + cells.size());
        IntStream.range(0, cells.size())
                .filter(i -> i % 10 == 0 && cells.get(i).n() <= 15)
                .forEach(i -> assertThat(cells.get(i).row()).isEqualTo(committed.get(1 + i)));
    }

    @Test
    void page_showsTheCommittedRows() throws IOException {
        assertThat(Files.readString(Path.of("../docs/statistics.md")))
                .contains(CoverageTables.pageTable(Files.readAllLines(CoverageTables.FILE)));
    }

    @Test
    @Tag("campaign")
    void rows_computedAgain_areTheCommittedOnes() throws IOException {
        assertThat(CoverageTables.cells().stream().map(CoverageTables.Cell::row))
                .containsExactlyElementsOf(
                        Files.readAllLines(CoverageTables.FILE).stream().skip(1).toList());
    }

    @ParameterizedTest
    @CsvSource({"0.5, 16", "0.8, 31", "0.95, 59 60 61 62"})
    void share_anySize_coversAtLeast93ButForFewSizes(double p, String below93) {
        StringBuilder below = new StringBuilder();
        for (int n = 10; n <= 200; n++) {
            double coverage = CoverageTables.shareCoverage(n, p);
            assertThat(coverage).as("n = %d", n).isBetween(0.92, 0.992);
            if (coverage < 0.93) {
                below.append(n).append(' ');
            }
        }
        assertThat(below.toString().strip()).isEqualTo(below93);
    }

    @Test
    void means_ofContinuousScores_coverBetween93And97() throws IOException {
        assertThat(rows(row -> row.what().equals("mean") && CONTINUOUS.contains(row.data())))
                .hasSize(CONTINUOUS.size() * 6)
                .allSatisfy(row -> assertThat(row.rate()).isBetween(0.93, 0.97));
    }

    @Test
    void intervals_ofLoneCases_coverAtLeast93AndSayWhatTheyKeepAbove97() throws IOException {
        assertThat(rows(row -> row.isInterval() && !row.what().contains("groups")))
                .allSatisfy(row -> {
                    assertThat(row.rate()).isGreaterThanOrEqualTo(0.93);
                    assertThat(row.note().isEmpty()).isEqualTo(row.rate() <= 0.97);
                });
    }

    @Test
    void intervals_ofGroups_coverAtLeast90AndSayWhereTheyFallShort() throws IOException {
        assertThat(rows(row -> row.what().equals("mean of groups"))).allSatisfy(row -> {
            assertThat(row.rate()).isGreaterThanOrEqualTo(0.9);
            assertThat(row.note().isEmpty()).isEqualTo(row.rate() >= 0.93 && row.rate() <= 0.97);
        });
    }

    @Test
    void equivalentAndNonInferior_atALossOfTheMargin_areSaidInAtMostFiveOfAHundred() throws IOException {
        assertThat(rows(row ->
                        row.what().equals("false EQUIVALENT") || row.what().equals("false non-inferior")))
                .hasSize(66)
                .allSatisfy(row -> assertThat(row.rate()).isLessThanOrEqualTo(0.05));
    }

    @Test
    void sequentialTest_lookedAtAfterEveryAnswer_errsInAtMostFiveOfAHundred() throws IOException {
        assertThat(rows(row -> row.what().equals("false verdict of the sequential test")))
                .allSatisfy(row -> assertThat(row.rate()).isLessThanOrEqualTo(0.05));
    }

    /** Exact for pass and fail; of scores 4,000 tries, so that three standard errors are a hundredth. */
    @Test
    void betterAndWorse_ofEqualModels_areSaidInAtMostFiveOfAHundred() throws IOException {
        assertThat(rows(row -> row.what().equals("false BETTER or WORSE")))
                .allSatisfy(row ->
                        assertThat(row.rate()).isLessThanOrEqualTo(row.data().equals("uniform") ? 0.06 : 0.05));
    }
}
