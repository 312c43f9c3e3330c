package dev.finetuning.eval.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
