package dev.finetuning.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.provider.RequestRejectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingRequestTest {
    @Test
    void toBuilder_everythingSet_buildsTheSameRequest() {
        TrainingRequest request = TrainingRequest.builder("base", "file-1")
                .validationFile("file-2")
                .method(new TrainingMethod.Preference(HyperparameterValue.of(0.1)))
                .hyperparameters(Hyperparameters.AUTO.withEpochs(3).with("lora_r", 8))
                .suffix("support")
                .seed(7)
                .addMetadata("team", "care")
                .mark("run-1")
                .addOption("integrations", "x")
                .build();

        TrainingRequest copy = request.toBuilder().build();

        assertThat(copy).usingRecursiveComparison().isEqualTo(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "nineteen-characters", "ümlaut"})
    void mark_whatNotEveryProviderCarries_isRejected(String mark) {
        TrainingRequest.Builder builder = TrainingRequest.builder("base", "file-1");

        assertThatThrownBy(() -> builder.mark(mark)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void setters_valuesNoProviderAccepts_areRejectedAtTheCall() {
        TrainingRequest.Builder builder = TrainingRequest.builder("base", "file-1");

        assertThatThrownBy(() -> builder.suffix("x".repeat(65))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.seed(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.addMetadata("k".repeat(65), "v")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hyperparameters.AUTO.withEpochs(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hyperparameters.AUTO.withLearningRateMultiplier(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrainingMethod.Preference(HyperparameterValue.of(2.1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrainingMethod.Kto(
                        HyperparameterValue.AUTO, HyperparameterValue.of(0), HyperparameterValue.AUTO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrainingMethod.Kto(
                        HyperparameterValue.of(2.1), HyperparameterValue.AUTO, HyperparameterValue.AUTO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void check_requestBeyondTheProvider_listsAllReasons() {
        Capabilities capabilities = Capabilities.builder("host")
                .maxEpochs(50)
                .maxSuffixLength(18)
                .minExamples(10)
                .build();
        TrainingRequest request = TrainingRequest.builder("base", "file-1")
                .method(new TrainingMethod.Preference(HyperparameterValue.AUTO))
                .hyperparameters(Hyperparameters.AUTO.withEpochs(51))
                .suffix("a-suffix-that-is-too-long")
                .build();

        assertThatThrownBy(() -> capabilities.check(request))
                .isInstanceOfSatisfying(
                        RequestRejectedException.class,
                        e -> assertThat(e.reasons()).hasSize(3));
        assertThat(capabilities.reasonsAgainst(
                        TrainingRequest.builder("base", "f").build()))
                .isEmpty();
    }

    @Test
    void hyperparameterValue_wholeNumbers_printWithoutAFraction() {
        assertThat(Hyperparameters.AUTO.withEpochs(3).describe())
                .containsEntry("epochs", "3")
                .containsEntry("batch_size", "auto");
        assertThat(HyperparameterValue.of(0.5)).hasToString("0.5");
    }

    @Test
    void jobPhase_unknown_isNeverTerminal() {
        assertThat(JobPhase.UNKNOWN.terminal()).isFalse();
        assertThat(new JobStatus(JobPhase.UNKNOWN, "compressing")).hasToString("compressing");
    }
}
