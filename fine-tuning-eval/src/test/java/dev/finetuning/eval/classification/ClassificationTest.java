package dev.finetuning.eval.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClassificationTest {
    @Test
    void scores_documentedExample_equalsScikitLearn() {
        // scikit-learn user guide, classification_report: y_true = [0, 1, 2, 2, 0], y_pred = [0, 0, 2, 1, 0]:
        // class 0 0.67/1.00/0.80, class 1 0/0/0, class 2 1.00/0.50/0.67; macro 0.56/0.50/0.49, weighted 0.67/0.60/0.59
        Classification.Builder builder = Classification.builder();
        int[] expected = {0, 1, 2, 2, 0};
        int[] predicted = {0, 0, 2, 1, 0};
        for (int i = 0; i < expected.length; i++) {
            builder.add("class " + expected[i], "class " + predicted[i]);
        }
        Classification scores = builder.build();
        assertThat(scores.accuracy().value()).isEqualTo(0.6);
        assertThat(scores.labels().get("class 0").precision()).isCloseTo(2.0 / 3, within(1e-15));
        assertThat(scores.labels().get("class 0").f1()).isCloseTo(0.8, within(1e-15));
        assertThat(scores.labels().get("class 1").f1()).isZero();
        assertThat(scores.labels().get("class 2").recall()).isEqualTo(0.5);
        assertThat(scores.macro().precision()).isCloseTo(0.56, within(0.005));
        assertThat(scores.macro().f1()).isCloseTo(0.49, within(0.005));
        assertThat(scores.weighted().precision()).isCloseTo(0.67, within(0.005));
        assertThat(scores.weighted().recall()).isCloseTo(0.6, within(1e-15));
        assertThat(scores.weighted().f1()).isCloseTo(0.59, within(0.005));
        assertThat(scores.micro().f1()).isCloseTo(0.6, within(1e-15));
        assertThat(scores.count("class 2", "class 1")).isEqualTo(1);
    }

    @Test
    void averages_goldenLabels_equalScikitLearn() {
        Classification scores = classification("aaabbccccd", "ababcccadd");
        // scikit-learn 1.9.1: precision_recall_fscore_support(zero_division=0) and confusion_matrix
        assertThat(scores.labels().values().stream().map(LabelScores::precision))
                .containsExactly(2 / 3.0, 0.5, 2 / 3.0, 0.5);
        assertThat(scores.labels().values().stream().map(LabelScores::recall)).containsExactly(2 / 3.0, 0.5, 0.5, 1.0);
        assertAverage(scores.micro(), 0.6, 0.6, 0.6);
        assertAverage(scores.macro(), 0.5833333333333333, 0.6666666666666666, 0.6011904761904762);
        assertAverage(scores.weighted(), 0.6166666666666666, 0.6, 0.5952380952380952);
        assertThat(scores.confusion())
                .isEqualTo(Map.of(
                        "a", Map.of("a", 2L, "b", 1L),
                        "b", Map.of("b", 1L, "c", 1L),
                        "c", Map.of("a", 1L, "c", 2L, "d", 1L),
                        "d", Map.of("d", 1L)));
    }

    @Test
    void averages_labelThatWasNeverExpected_countsAsScikitLearnCountsIt() {
        Classification scores = classification("aabbc", "aebab");
        assertAverage(scores.macro(), 0.25, 0.25, 0.25);
        assertAverage(scores.weighted(), 0.4, 0.4, 0.4);
    }

    private static Classification classification(String expected, String predicted) {
        Classification.Builder builder = Classification.builder();
        for (int i = 0; i < expected.length(); i++) {
            builder.add(expected.substring(i, i + 1), predicted.substring(i, i + 1));
        }
        return builder.build();
    }

    private static void assertAverage(AverageScores average, double precision, double recall, double f1) {
        assertThat(average.precision()).isCloseTo(precision, within(1e-15));
        assertThat(average.recall()).isCloseTo(recall, within(1e-15));
        assertThat(average.f1()).isCloseTo(f1, within(1e-15));
    }

    @Test
    void abstention_countsAgainstRecallButIsNoPrediction() {
        Classification scores = Classification.builder()
                .add("a", "a")
                .add("a", Optional.empty())
                .add("b", "b")
                .build();
        assertThat(scores.abstentions()).isEqualTo(1);
        assertThat(scores.accuracy().value()).isCloseTo(2.0 / 3, within(1e-15));
        assertThat(scores.labels().get("a").precision()).isEqualTo(1);
        assertThat(scores.labels().get("a").recall()).isEqualTo(0.5);
        assertThat(scores.micro().precision()).isEqualTo(1);
        assertThat(scores.micro().recall()).isCloseTo(2.0 / 3, within(1e-15));
    }

    @Test
    void empty_hasNoAccuracy() {
        assertThat(Classification.builder().build().accuracy().isPresent()).isFalse();
        assertThat(Classification.builder().build().macro().f1()).isZero();
    }
}
