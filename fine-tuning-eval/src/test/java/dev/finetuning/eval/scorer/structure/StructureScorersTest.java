package dev.finetuning.eval.scorer.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.finetuning.eval.scorer.Score;
import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.eval.scorer.Scorer;
import dev.finetuning.example.Message;
import dev.finetuning.example.ToolCall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StructureScorersTest {
    // autoevals 0.4.1 (Python): JSONDiff().eval(output, expected).score on the parsed values
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": 1, \"b\": \"xy\"}|{\"b\": \"xy\", \"a\": 1.0}|1",
                "{\"a\": 1}|{\"a\": 1, \"b\": null}|1",
                "{\"a\": 1}|{\"a\": 3, \"b\": \"x\"}|0.25",
                "[1, 2]|[1, 2, 3, 4]|0.5",
                "[]|[]|1",
                "{}|{}|1",
                "kitten|sitting|0.571428571",
                "true|false|0",
                "null|0|0",
                "[1]|{\"a\":1}|0.1428571428571429",
                "{\"n\": \"Ada\", \"t\": [\"x\", \"y\"], \"v\": {\"v\": 10}}|"
                        + "{\"n\": \"Adam\", \"t\": [\"x\"], \"v\": {\"v\": 12}}|0.7196969696969697",
                "{\"a\": [1, \"two\", null]}|{\"a\": [1, \"too\", 3]}|0.5555555555555556",
                "true|1|1",
                "{\"a\": true}|{\"a\": \"true\"}|0.6666666666666667",
                "1|\"1\"|0.33333333333333337",
                "{\"a\": 1}|\"text\"|0.1428571428571429",
                "[]|[1]|0",
                "{}|{\"a\": 1}|0",
                "-5|5|0",
                "{\"b\":1,\"a\":[2,{\"c\":\"d\"}]}|{\"a\":[2,{\"c\":\"e\"}],\"b\":0}|0.25"
            })
    void jsonDiff_goldenPairs_isTheAutoevalsDefinition(String output, String expected, double value) {
        assertThat(value(new JsonDiff(), output, expected)).isCloseTo(value, within(1e-9));
        assertThat(value(new JsonDiff(), expected, output)).isCloseTo(value, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": 1}|1",
                "[]|1",
                "\"text\"|0",
                "{\"a\": 1, \"a\": 2}|0",
                "{\"a\": 1} and more|0",
                "{\"a\": NaN}|0",
                "{'a': 1}|0",
                "``|0"
            })
    void validJson_takesOneObjectOrArrayOnly(String output, double value) {
        assertThat(value(ValidJson.ofAnyShape(), output, null)).isEqualTo(value);
    }

    @Test
    void validJson_tooDeep_isInvalidAndNotAnOverflow() {
        assertThat(value(ValidJson.ofAnyShape(), "[".repeat(100_000), null)).isZero();
        Scorer recursive = ValidJson.complyingWith(Map.of("items", Map.of("$ref", "#")));
        assertThat(value(recursive, "[".repeat(100) + "]".repeat(100), null)).isEqualTo(1);
        assertThat(value(recursive, "[".repeat(900) + "]".repeat(900), null)).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\": \"Ada\", \"age\": 36, \"tags\": [\"a\"]}|``",
                "{\"name\": \"Ada\", \"age\": 36.0}|``",
                "{\"age\": 36}|/: required",
                "{\"name\": \"Ada\", \"age\": 36.5}|/age: type",
                "{\"name\": \"ada\", \"age\": 36}|/name: pattern",
                "{\"name\": \"Ada\", \"age\": -1}|/age: minimum",
                "{\"name\": \"Ada\", \"age\": 1, \"x\": 1}|/*: false",
                "{\"name\": \"Ada\", \"age\": 1, \"tags\": [\"a\", \"a\"]}|/tags: uniqueItems",
                "{\"name\": \"Ada\", \"age\": 1, \"tags\": [1]}|/tags/0: type",
                "{\"name\": \"Ada\", \"age\": 1, \"unit\": \"K\"}|/unit: enum",
                "{\"name\": \"Ada\", \"age\": 1, \"boss\": {\"age\": 1}}|/boss: anyOf",
                "{\"name\": \"Ada\", \"age\": 1, \"boss\": {\"name\": \"Bob\", \"age\": 1}}|``",
                "{\"name\": \"Ada\", \"age\": 1, \"boss\": null}|``"
            })
    void jsonSchema_faults_areNamedByPlaceAndKeyword(String json, String fault) {
        Map<String, Object> schema = Map.of(
                "type",
                "object",
                "required",
                List.of("name", "age"),
                "additionalProperties",
                false,
                "properties",
                Map.of(
                        "name", Map.of("type", "string", "pattern", "^[A-Z]", "maxLength", 10),
                        "age", Map.of("type", "integer", "minimum", 0, "exclusiveMaximum", 150),
                        "tags", Map.of("type", "array", "uniqueItems", true, "items", Map.of("type", "string")),
                        "unit", Map.of("enum", List.of("C", "F")),
                        "boss", Map.of("anyOf", List.of(Map.of("$ref", "#"), Map.of("type", "null")))));
        Score score = ValidJson.complyingWith(schema).score(ScoreInput.of(json));
        if (fault.isEmpty()) {
            assertThat(score.metadata()).isEmpty();
            assertThat(score.passed()).isTrue();
        } else {
            assertThat(score.metadata()).containsEntry("faults", List.of(fault));
        }
    }

    @Test
    void validJson_schemaThatCannotBeApplied_isRefusedByPlace() {
        Map<String, Object> schema = Map.of("properties", Map.of("a", Map.of("reqired", List.of("b"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ValidJson.complyingWith(schema))
                .withMessageContaining("#/properties/a/reqired");
        assertThatIllegalArgumentException().isThrownBy(() -> ValidJson.complyingWith(Map.of("$ref", "#/nowhere")));
        assertThatIllegalArgumentException().isThrownBy(() -> ValidJson.complyingWith(Map.of("pattern", "(?=a)")));
        assertThatIllegalArgumentException().isThrownBy(() -> ValidJson.complyingWith(Map.of("$ref", "#")));
        assertThatIllegalArgumentException().isThrownBy(() -> ValidJson.complyingWith(Map.of("multipleOf", 0)));
    }

    @Test
    void validJson_hugeExponent_isJudgedQuickly() {
        Scorer scorer = ValidJson.complyingWith(Map.of("items", Map.of("multipleOf", 3, "maximum", 10)));
        assertThat(scorer.score(ScoreInput.of("[1e999999999]", null)).metadata())
                .containsEntry("faults", List.of("/0: maximum", "/0: multipleOf"));
    }

    @Test
    void toolCallMatch_sameCallsInAnotherOrderAndSpelling_isOne() {
        ScoreInput input = calls(
                List.of(call("a", "{\"x\": 1, \"y\": [2]}"), call("b", "")),
                List.of(call("b", "{}"), call("a", "{\"y\":[2.0],\"x\":1}")));
        assertThat(ToolCallMatch.ofCalls().score(input).passed()).isTrue();
    }

    @Test
    void toolCallMatch_wrongArguments_countsThemApart() {
        ScoreInput input = calls(
                List.of(call("a", "{\"x\": 1}"), call("b", "{}")),
                List.of(call("a", "{\"x\": 2}"), call("b", "{}"), call("c", "{}")));
        Score score = ToolCallMatch.ofCalls().score(input);
        assertThat(score.value().orElseThrow()).isEqualTo(0.4);
        assertThat(score.metadata())
                .containsEntry("matched", 1)
                .containsEntry("missing", 1)
                .containsEntry("surplus", 2)
                .containsEntry("wrongArguments", 1);
        assertThat(ToolCallMatch.ofNames().score(input).value().orElseThrow()).isEqualTo(0.8);
    }

    @Test
    void toolCallMatch_nobodyCalls_isOne() {
        assertThat(ToolCallMatch.ofCalls().score(ScoreInput.of("a", "b")).value())
                .hasValue(1);
    }

    private static ScoreInput calls(List<ToolCall> expected, List<ToolCall> output) {
        return new ScoreInput(
                List.of(), List.of(), Message.assistant(output), Optional.of(Message.assistant(expected)), Map.of());
    }

    private static ToolCall call(String name, String arguments) {
        return ToolCall.of(name, arguments);
    }

    private static double value(Scorer scorer, String output, String expected) {
        return scorer.score(ScoreInput.of(output, expected)).value().orElseThrow();
    }
}
