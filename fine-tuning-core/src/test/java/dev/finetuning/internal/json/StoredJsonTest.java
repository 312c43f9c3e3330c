package dev.finetuning.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredJsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uD83D",
                "\uDE00",
                "a\uD83D\uD83D\uDE00b",
                "\uDE00\uD83D",
                "\u0000\uD83Dx",
                "plain",
                "\uD83D\uDE00"
            })
    void write_anyText_keepsItWithoutHalvesAndNuls(String text) {
        String written = StoredJson.write(StoredJson.object().put("field", text));

        assertThat(written).doesNotContain("\u0000");
        assertThat(written.chars().filter(c -> Character.isSurrogate((char) c)).count() % 2)
                .isZero();
        assertThat(StoredJson.text(StoredJson.parse(written), "field")).isEqualTo(text);
    }
}
