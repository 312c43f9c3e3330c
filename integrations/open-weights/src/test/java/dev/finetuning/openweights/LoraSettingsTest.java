package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.training.Hyperparameters;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoraSettingsTest {
    @Test
    void hyperparameters_ofSettings_readBackAsTheSame() {
        LoraSettings settings = LoraSettings.builder()
                .rank(8)
                .alpha(64)
                .dropout(0.05)
                .targetModules(List.of("q_proj", "v_proj"))
                .rankStabilised(true)
                .precision(LoraSettings.Precision.BF16)
                .learningRate(1e-4)
                .schedule(LoraSettings.Schedule.LINEAR, 0.2)
                .gradientAccumulation(2)
                .maxLength(2048)
                .checkpointSteps(50)
                .gradientCheckpointing(true)
                .packing(true)
                .build();

        LoraSettings read = LoraSettings.of(settings.hyperparameters().withEpochs(2));

        assertThat(read).isEqualTo(settings).hasSameHashCodeAs(settings);
        assertThat(read.rank()).isEqualTo(8);
        assertThat(read.alpha()).isEqualTo(64);
        assertThat(read.dropout()).isEqualTo(0.05);
        assertThat(read.maxLength()).isEqualTo(2048);
        assertThat(read.learningRate()).hasValue(1e-4);
        assertThat(read.toBuilder().rank(16).build()).isNotEqualTo(settings);
    }

    @Test
    void of_hyperparametersOfASearch_takesWholeNumbersHoweverTheyAreHeld() {
        LoraSettings settings = LoraSettings.of(Hyperparameters.AUTO.with("lora_rank", 32.0));

        assertThat(settings.rank()).isEqualTo(32);
        assertThat(settings).isEqualTo(LoraSettings.builder().rank(32).build());
        assertThat(LoraSettings.of(Hyperparameters.AUTO)).isEqualTo(LoraSettings.DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource({
        "lora_rank, 0",
        "lora_rank, 1025",
        "lora_rank, 1.5",
        "lora_dropout, 1",
        "learning_rate, 0",
        "max_length, 15",
        "warmup_ratio, -0.1",
        "checkpoint_steps, -1"
    })
    void of_numberOutOfItsRange_isRefusedByName(String name, double value) {
        assertThatThrownBy(() -> LoraSettings.of(Hyperparameters.AUTO.with(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name + " must be ");
    }

    @Test
    void of_severalMistakes_namesEach() {
        Hyperparameters wrong = Hyperparameters.AUTO
                .with("lora_rank", "eight")
                .with("precision", "fp8")
                .with("lora_target_modules", List.of())
                .with("rank_stabilised", 1)
                .with("learnin_rate", 1);

        assertThatThrownBy(() -> LoraSettings.of(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "lora_rank", "precision", "lora_target_modules", "rank_stabilised", "learnin_rate");
    }

    @Test
    void builder_valueOutOfItsRange_isRefusedAtTheCall() {
        assertThatThrownBy(() -> LoraSettings.builder().rank(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lora_rank must be a whole number from 1 to 1024: 0");
        assertThatThrownBy(() -> LoraSettings.builder().learningRate(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ranges_always_sayWhatEachMayBe() {
        assertThat(LoraSettings.ranges()).hasSize(14);
        assertThat(LoraSettings.ranges().get("scheduler")).hasToString("one of [cosine, linear, constant_with_warmup]");
    }
}
