package dev.finetuning.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintFormTest {
    private static final String START = "0123456789abcdef".repeat(3) + "0123456789abcde";

    @ParameterizedTest
    @ValueSource(strings = {"", "g", "A", "F", "/", ":", "`", " ", "é", "٣", "f0", "f\n"})
    void fingerprint_otherForm_isRefused(String end) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Fingerprint(START + end));
        assertThat(Fingerprint.isOne(end + START)).isFalse();
    }

    @Test
    void fingerprint_64Digits_isOne() {
        assertThat(new Fingerprint(START + "f").hex()).hasSize(64);
    }
}
