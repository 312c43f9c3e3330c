package dev.finetuning.eval;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.eval.classification.AverageScores;
import dev.finetuning.eval.classification.Classification;
import dev.finetuning.eval.classification.MultiLabelClassification;
import dev.finetuning.eval.compare.BradleyTerry;
import dev.finetuning.eval.compare.Holm;
import dev.finetuning.eval.compare.McNemar;
import dev.finetuning.eval.compare.PermutationTest;
import dev.finetuning.eval.human.Agreement;
import dev.finetuning.eval.scorer.NumericDiff;
import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.eval.scorer.distance.LevenshteinDistance;
import dev.finetuning.eval.scorer.distance.TextUnit;
import dev.finetuning.eval.scorer.structure.JsonDiff;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * 3,000 random inputs for each figure, as the field's Python packages compute it: scikit-learn 1.9.1, SciPy 1.17.1,
 * statsmodels 0.15.0, krippendorff 0.9.0, autoevals 0.4.1, choix 0.4.1, NumPy 2.4.6, and rapidfuzz 3.14.6 over the
 * clusters of regex 2026.11.19; by {@code peers/generate.py}.
 */
class FigurePeersTest {
    private static final int INPUTS = 3_000;
    private static final double EQUAL = 1e-9;

    private final Map<String, List<String>> differing = new TreeMap<>();

    @Test
    void classification_threeThousandSets_equalsScikitLearn() {
        forEach("classification", row -> {
            String expected = row.get(0).textValue();
            String predicted = row.get(1).textValue();
            Classification.Builder builder = Classification.builder();
            for (int i = 0; i < expected.length(); i++) {
                builder.add(expected.substring(i, i + 1), predicted.substring(i, i + 1));
            }
            Classification ours = builder.build();
            same("accuracy", ours.accuracy().value(), row.get(2), row);
            same("micro", ours.micro(), row, 3);
            same("macro", ours.macro(), row, 6);
            same("weighted", ours.weighted(), row, 9);
        });
    }

    @Test
    void multiLabel_threeThousandSets_equalsScikitLearn() {
        forEach("multilabel", row -> {
            MultiLabelClassification.Builder builder = MultiLabelClassification.builder()
                    .labels(letters("abcdef".substring(0, row.get(0).intValue())));
            for (int i = 0; i < row.get(1).size(); i++) {
                builder.add(
                        letters(row.get(1).get(i).textValue()),
                        letters(row.get(2).get(i).textValue()));
            }
            MultiLabelClassification ours = builder.build();
            same("subset accuracy", ours.subsetAccuracy().value(), row.get(3), row);
            same("Hamming loss", ours.hammingLoss(), row.get(4), row);
            same("micro", ours.micro(), row, 5);
            same("macro", ours.macro(), row, 8);
            same("weighted", ours.weighted(), row, 11);
            same("samples", ours.samples(), row, 14);
        });
    }

    /** Where there is no alpha there, everybody said the same (1 here) or no item was rated twice (no number). */
    @Test
    void agreement_threeThousandStudies_equalsThePackage() {
        forEach("alpha", row -> {
            List<List<Double>> items = new ArrayList<>();
            for (int item = 0; item < row.get(1).get(0).size(); item++) {
                List<Double> ratings = new ArrayList<>();
                for (JsonNode rater : row.get(1)) {
                    if (!rater.get(item).isNull()) {
                        ratings.add(rater.get(item).doubleValue());
                    }
                }
                items.add(ratings);
            }
            Agreement.Scale scale =
                    Agreement.Scale.valueOf(row.get(0).textValue().toUpperCase(Locale.ROOT));
            double ours = Agreement.alpha(items, scale);
            if (row.get(2).isNull()) {
                assertThat(ours == 1 || Double.isNaN(ours)).as("%s", row).isTrue();
            } else {
                same("alpha", ours, row.get(2), row);
            }
        });
    }

    @Test
    void tests_threeThousandSamples_equalStatsmodelsAndScipy() {
        forEach("tests", row -> {
            same(
                    "McNemar",
                    McNemar.of(row.get(0).longValue(), row.get(1).longValue()).pValue(),
                    row.get(2),
                    row);
            Estimate share = Estimate.share(row.get(3).doubleValue(), row.get(4).longValue());
            same("mid-P, low", share.low(), row.get(5), row);
            same("mid-P, high", share.high(), row.get(6), row);
            double[] adjusted = Holm.adjust(numbers(row.get(7)));
            for (int i = 0; i < adjusted.length; i++) {
                same("Holm", adjusted[i], row.get(8).get(i), row);
            }
            same("permutation", PermutationTest.pValue(numbers(row.get(9)), 1_000, 1), row.get(10), row);
        });
    }

    @Test
    void percentiles_threeThousandSamples_equalNumpy() {
        forEach("percentiles", row -> {
            Distribution ours = Distribution.of(DoubleStream.of(numbers(row.get(0))));
            same("percentile", ours.percentile(row.get(1).doubleValue()), row.get(2), row);
            same("mean", ours.mean(), row.get(3), row);
        });
    }

    @Test
    void bradleyTerry_threeThousandTournaments_equalsChoix() {
        forEach("games", row -> {
            BradleyTerry games = BradleyTerry.withoutPrior();
            String pairs = row.get(0).textValue();
            for (int i = 0; i < pairs.length(); i += 2) {
                games.add(pairs.substring(i, i + 1), pairs.substring(i + 1, i + 2), 1);
            }
            Map<String, Double> strengths = games.strengths();
            for (int i = 0; i < row.get(1).size(); i++) {
                same(
                        "strength",
                        Objects.requireNonNull(strengths.get(String.valueOf(i))),
                        row.get(1).get(i),
                        row);
            }
        });
    }

    @Test
    void structures_threeThousandPairs_equalAutoevalsAndRapidfuzz() {
        JsonDiff json = new JsonDiff();
        NumericDiff numeric = new NumericDiff();
        forEach("structures", row -> {
            same(
                    "JSONDiff",
                    json.score(ScoreInput.of(row.get(0).textValue(), row.get(1).textValue()))
                            .value()
                            .orElseThrow(),
                    row.get(2),
                    row);
            same(
                    "NumericDiff",
                    numeric.score(ScoreInput.of(
                                    row.get(3).textValue(), row.get(4).textValue()))
                            .value()
                            .orElseThrow(),
                    row.get(5),
                    row);
            same(
                    "distance of clusters",
                    LevenshteinDistance.between(
                            row.get(6).textValue(), row.get(7).textValue(), TextUnit.GRAPHEME),
                    row.get(8),
                    row);
        });
    }

    private void same(String what, AverageScores ours, JsonNode row, int from) {
        same(what + " precision", ours.precision(), row.get(from), row);
        same(what + " recall", ours.recall(), row.get(from + 1), row);
        same(what + " F1", ours.f1(), row.get(from + 2), row);
    }

    private void same(String what, double ours, JsonNode theirs, JsonNode row) {
        if (!(Math.abs(ours - theirs.doubleValue()) <= EQUAL)) {
            differing.computeIfAbsent(what, each -> new ArrayList<>()).add(ours + " but " + theirs + ": " + row);
        }
    }

    private void forEach(String figure, Consumer<JsonNode> compare) {
        ObjectMapper mapper = new ObjectMapper();
        int inputs = 0;
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Objects.requireNonNull(
                        FigurePeersTest.class.getResourceAsStream("peers/" + figure + ".jsonl.gz"))),
                StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                compare.accept(mapper.readTree(line));
                inputs++;
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        assertThat(inputs).isEqualTo(INPUTS);
        assertThat(differing).isEmpty();
    }

    private static Set<String> letters(String text) {
        return text.chars().mapToObj(Character::toString).collect(Collectors.toSet());
    }

    private static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).doubleValue();
        }
        return numbers;
    }
}
