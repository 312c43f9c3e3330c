package dev.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {
    @Test
    void toString_anySecret_showsNothingOfIt() {
        assertThat(Secret.of("sk-canary")).hasToString("***");
        assertThat(String.format("%s", Secret.of("sk-canary"))).doesNotContain("canary");
    }

    @Test
    void serialisation_byJackson_showsNothingOfIt() {
        assertThatThrownBy(() -> new ObjectMapper().writeValueAsString(Secret.of("sk-canary")))
                .hasMessageNotContaining("canary");
    }

    @Test
    void equals_sameText_comparesByValue() {
        assertThat(Secret.of("a")).isEqualTo(Secret.of("a")).hasSameHashCodeAs(Secret.of("a"));
        assertThat(Secret.of("a")).isNotEqualTo(Secret.of("b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sk-canary\n", " sk-canary", "sk-canary\r\nX: y", "sk-canärý", "sk-\u0000canary"})
    void of_textNoHeaderMayCarry_isRejectedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> Secret.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("canary")
                .hasMessageNotContaining("sk-");
    }

    @Test
    void fromEnvironment_unsetVariable_isNamed() {
        assertThatThrownBy(() -> Secret.fromEnvironment("FINE_TUNING_NO_SUCH_KEY"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("FINE_TUNING_NO_SUCH_KEY");
    }
}
