package dev.finetuning.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.provider.RequestRejectedException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingRangeTest {
    private static final Capabilities CAPABILITIES = Capabilities.builder("tests")
            .settings(Map.of("rank", SettingRange.whole(1, 64), "batch_size", SettingRange.whole(1, 8)))
            .build();

    @Test
    void contains_numbersAtTheEnds_isTrueAndBeyondIsFalse() {
        SettingRange whole = SettingRange.whole(1, 64);
        assertThat(whole.contains(1)).isTrue();
        assertThat(whole.contains(64.0)).isTrue();
        assertThat(whole.contains(0)).isFalse();
        assertThat(whole.contains(65L)).isFalse();
        assertThat(whole.contains(1.5)).isFalse();
        assertThat(whole.contains("1")).isFalse();

        SettingRange number = SettingRange.number(0, 0.9);
        assertThat(number.contains(0.9)).isTrue();
        assertThat(number.contains(0.91)).isFalse();
        assertThat(number.contains(Double.NaN)).isFalse();
        assertThat(number.least()).hasValue(0);
        assertThat(number.most()).hasValue(0.9);
    }

    @Test
    void contains_flagsAndWords_areTakenAsTheyAre() {
        assertThat(SettingRange.flag().contains(true)).isTrue();
        assertThat(SettingRange.flag().contains("true")).isFalse();
        SettingRange words = SettingRange.oneOf(List.of("a", "b"));
        assertThat(words.contains("b")).isTrue();
        assertThat(words.contains("c")).isFalse();
        assertThat(words).hasToString("one of [a, b]");
        assertThat(words.least()).isEmpty();
    }

    @Test
    void factories_rangeThatHoldsNothing_isRefused() {
        assertThatThrownBy(() -> SettingRange.whole(2, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SettingRange.number(0, Double.POSITIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SettingRange.oneOf(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static TrainingRequest request(Hyperparameters hyperparameters) {
        return TrainingRequest.builder("base", "file")
                .hyperparameters(hyperparameters)
                .build();
    }

    @Test
    void check_typoAndValuesOutOfRange_namesEach() {
        TrainingRequest wrong =
                request(Hyperparameters.AUTO.withBatchSize(9).with("rnk", 8).with("rank", 0));

        assertThat(CAPABILITIES.reasonsAgainst(wrong))
                .hasSize(3)
                .anyMatch(reason -> reason.startsWith("setting rnk is not known; known are "))
                .contains(
                        "batch_size must be a whole number from 1 to 8: 9",
                        "rank must be a whole number from 1 to 64: 0");
        assertThatThrownBy(() -> CAPABILITIES.check(wrong)).isInstanceOf(RequestRejectedException.class);
        assertThat(CAPABILITIES.toBuilder().build().reasonsAgainst(wrong)).hasSize(3);
    }

    @Test
    void check_providerThatDoesNotSay_takesAnything() {
        TrainingRequest any = request(Hyperparameters.AUTO.with("anything", "at all"));

        assertThat(Capabilities.builder("tests").build().reasonsAgainst(any)).isEmpty();
        assertThat(CAPABILITIES.reasonsAgainst(request(Hyperparameters.AUTO.with("rank", 8))))
                .isEmpty();
    }
}
