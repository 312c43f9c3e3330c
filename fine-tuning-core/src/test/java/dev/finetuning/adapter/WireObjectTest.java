package dev.finetuning.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireObjectTest {
    private static WireObject parse(String json) throws IOException {
        return WireObject.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"f\":null}", "{\"f\":true}", "{\"f\":1e400}", "{\"f\":{}}", "{\"f\":[[]]}"})
    void field_absentNullOrOfAnotherType_isNotThere(String json) throws IOException {
        WireObject wire = parse(json);
        assertThat(wire.text("f")).isEmpty();
        assertThat(wire.text("f", "else")).isEqualTo("else");
        assertThat(wire.integer("f")).isEmpty();
        assertThat(wire.instant("f")).isEmpty();
        assertThat(wire.dateTime("f")).isEmpty();
        assertThat(wire.object("f").map()).isEmpty();
        assertThat(wire.objects("f")).isEmpty();
        assertThat(wire.texts("f")).isEmpty();
        assertThat(wire.numbers()).isEmpty();
    }

    @Test
    void field_present_isRead() throws IOException {
        WireObject wire = parse("{\"t\":\"a\",\"n\":7,\"d\":\"2027-01-01T00:00:00Z\",\"o\":{\"x\":1},"
                + "\"l\":[{\"y\":2},3,\"z\"],\"b\":true}");
        assertThat(wire.text("t")).contains("a");
        assertThat(wire.integer("n")).hasValue(7);
        assertThat(wire.instant("n")).contains(Instant.ofEpochSecond(7));
        assertThat(wire.dateTime("d")).contains(Instant.parse("2027-01-01T00:00:00Z"));
        assertThat(wire.hasObject("o")).isTrue();
        assertThat(wire.objects()).containsOnlyKeys("o");
        assertThat(wire.objects("l")).hasSize(1);
        assertThat(wire.texts("l")).containsExactly("3", "z");
        assertThat(wire.isTrue("b")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "SECRET", "{\"a\":SECRET}", "{} SECRET", "{\"a\":\"SECRET"})
    void parse_anythingButOneObject_isRefusedWithoutQuotingIt(String json) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(IOException.class).hasMessageNotContaining("SECRET");
    }

    static List<String> beyondLimits() {
        return List.of(
                "{\"a\":" + "[".repeat(1_200) + "]".repeat(1_200) + "}",
                "{\"a\":" + "1".repeat(1_001) + "}",
                "{\"" + "n".repeat(50_001) + "\":1}",
                "{\"a\":[" + "{},".repeat(300_000) + "{}]}");
    }

    @ParameterizedTest
    @MethodSource("beyondLimits")
    void parse_deepLongOrCountless_isRefusedAsNoAnswer(String json) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(IOException.class).hasMessageContaining("not JSON");
    }

    @Test
    void identity_withoutAnId_isTheSameForTheSameContent() throws IOException {
        assertThat(parse("{\"id\":\"a\"}").identity()).isEqualTo("a");
        assertThat(parse("{\"x\":1}").identity())
                .isEqualTo(parse("{ \"x\" : 1 }").identity())
                .isNotEqualTo(parse("{\"x\":2}").identity());
    }
}
