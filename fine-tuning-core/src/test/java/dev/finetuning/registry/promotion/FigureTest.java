package dev.finetuning.registry.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTest {
    @ParameterizedTest
    @CsvSource({
        "0.6410256410256411, 0.641",
        "0.0, 0",
        "-0.0, 0",
        "0.00001234, 1.2e-05",
        "-0.00005, -5.0e-05",
        "1234567.891, 1234567.891",
        "100, 100",
        "-0.25, -0.25"
    })
    void of_anyNumber_isShortAndHonest(double value, String shown) {
        assertThat(Figure.of(value)).isEqualTo(shown);
    }
}
