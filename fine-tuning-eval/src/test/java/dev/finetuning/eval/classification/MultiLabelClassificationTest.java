package dev.finetuning.eval.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.eval.Evaluation;
import dev.finetuning.eval.Evaluator;
import dev.finetuning.eval.TestCase;
import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.example.ToolCall;
import dev.finetuning.testing.ScriptedChatModel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultiLabelClassificationTest {
    private static final List<String> LABELS = List.of("Billing", "Refund", "Card", "Login");

    @Test
    void figures_goldenCases_equalScikitLearn() {
        MultiLabelClassification scores = MultiLabelClassification.builder()
                .labels(List.of("a", "b", "c", "d"))
                .add(Set.of("a", "b"), Set.of("a"))
                .add(Set.of("b"), Set.of("b"))
                .add(Set.of("c"), Set.of("a", "c"))
                .add(Set.of(), Set.of())
                .add(Set.of("a", "c"), Set.of())
                .build();
        // scikit-learn 1.9.1: accuracy_score, hamming_loss, precision_recall_fscore_support(zero_division=0)
        assertThat(scores.subsetAccuracy().value()).isEqualTo(0.4);
        assertThat(scores.hammingLoss()).isCloseTo(0.2, within(1e-12));
        assertAverage(scores.micro(), 0.75, 0.5, 0.6);
        assertAverage(scores.macro(), 0.625, 0.375, 0.45833333333333337);
        assertAverage(scores.weighted(), 0.8333333333333334, 0.5, 0.611111111111111);
        assertAverage(scores.samples(), 0.5, 0.5, 0.4666666666666667);
    }

    @Test
    void empty_hasNoFigures() {
        MultiLabelClassification none = MultiLabelClassification.builder().build();
        assertThat(none.subsetAccuracy().isPresent()).isFalse();
        assertThat(none.hammingLoss()).isNaN();
        assertThat(none.micro().f1()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Refund, billing",
                "[\"Billing\", \"Refund\"]",
                "[billing, refund]",
                "- Billing\n- Refund\n",
                "billing;refund;billing.",
                "**Billing**, `Refund`"
            })
    void exactly_sameLabelsHoweverListed_isOne(String answer) {
        assertThat(LabelSetMatch.exactly(LABELS)
                        .score(ScoreInput.of(answer, "Billing, Refund"))
                        .value())
                .hasValue(1);
    }

    @Test
    void exactly_oneMissingOrOneTooMany_isZero() {
        LabelSetMatch scorer = LabelSetMatch.exactly(LABELS);
        for (String answer : List.of("Billing", "Billing, Refund, Card", "Billing, Refund, unheard-of", "")) {
            assertThat(scorer.score(ScoreInput.of(answer, "Billing, Refund")).value())
                    .as(answer)
                    .hasValue(0);
        }
        assertThat(scorer.score(ScoreInput.of("", "")).value()).hasValue(1);
    }

    @Test
    void byF1_partOfTheLabels_isTheirF1() {
        LabelSetMatch scorer = LabelSetMatch.byF1(LABELS, 0.6);
        assertThat(scorer.score(ScoreInput.of("Billing", "Billing, Refund"))
                        .value()
                        .orElseThrow())
                .isCloseTo(2.0 / 3, within(1e-15));
        assertThat(scorer.score(ScoreInput.of("Billing", "Billing, Refund")).passed())
                .isTrue();
        assertThat(scorer.score(ScoreInput.of("Card", "Billing, Refund")).metadata())
                .containsEntry("missing", 2L)
                .containsEntry("surplus", 1L);
    }

    @Test
    void of_anEvaluation_readsBothSidesAlikeAndLeavesCallsOut() {
        LabelSetMatch scorer = LabelSetMatch.exactly(LABELS);
        TestCase call = TestCase.from(List.of(ChatExample.of(
                        Message.user("call"), Message.assistant(List.of(ToolCall.of("c1", "refund", "{}"))))))
                .get(0);
        Evaluation evaluation = Evaluator.builder()
                .scorers(scorer)
                .absentLimit(1)
                .build()
                .evaluate(
                        List.of(TestCase.of("one", "Billing"), TestCase.of("two", "Card, Login"), call),
                        ScriptedChatModel.answering("m", "billing"));

        assertThat(evaluation.aggregate().absent()).isEqualTo(1);
        MultiLabelClassification scores = MultiLabelClassification.of(evaluation, scorer::labels);
        assertThat(scores.total()).isEqualTo(2);
        assertThat(scores.subsetAccuracy().value()).isEqualTo(0.5);
        assertThat(scores.labels().keySet()).containsExactly("Billing", "Card", "Login");
        assertThat(Classification.of(evaluation, Optional::of).total()).isEqualTo(2);
    }

    @Test
    void labels_blankOrTwice_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> LabelSetMatch.exactly(List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> LabelSetMatch.exactly(List.of("a", "A")));
        assertThatIllegalArgumentException().isThrownBy(() -> LabelSetMatch.exactly(List.of("a", " ")));
    }

    private static void assertAverage(AverageScores scores, double precision, double recall, double f1) {
        assertThat(scores.precision()).isCloseTo(precision, within(1e-12));
        assertThat(scores.recall()).isCloseTo(recall, within(1e-12));
        assertThat(scores.f1()).isCloseTo(f1, within(1e-12));
    }
}
