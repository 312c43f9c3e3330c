package dev.finetuning.eval.scorer.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.eval.scorer.ScoreInput;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSchemaOracleTest {
    private static final Map<String, Object> SCHEMA = Map.of(
            "type",
            "object",
            "required",
            List.of("name", "age"),
            "additionalProperties",
            false,
            "properties",
            Map.of(
                    "name", Map.of("type", "string", "pattern", "^[A-Z]", "maxLength", 10, "minLength", 2),
                    "age", Map.of("type", "integer", "minimum", 0, "exclusiveMaximum", 150, "multipleOf", 2),
                    "tags",
                            Map.of(
                                    "type",
                                    "array",
                                    "uniqueItems",
                                    true,
                                    "maxItems",
                                    3,
                                    "items",
                                    Map.of("type", "string")),
                    "unit", Map.of("enum", List.of("C", "F")),
                    "boss", Map.of("anyOf", List.of(Map.of("$ref", "#"), Map.of("type", "null"))),
                    "kind", Map.of("const", 1),
                    "x", Map.of("oneOf", List.of(Map.of("type", "integer"), Map.of("minimum", 5))),
                    "y", Map.of("not", Map.of("type", "string"))));

    // jsonschema 4.26.0 (Python): Draft202012Validator(schema).is_valid(json.loads(text))
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\":\"Ada\",\"age\":36}|1",
                "{\"name\":\"A\",\"age\":36}|0",
                "{\"name\":\"Ada\",\"age\":35}|0",
                "{\"name\":\"Ada\",\"age\":36.0}|1",
                "{\"name\":\"Ada\",\"age\":150}|0",
                "{\"name\":\"Ada\",\"age\":36,\"tags\":[\"a\",1]}|0",
                "{\"name\":\"Ada\",\"age\":36,\"tags\":[]}|1",
                "{\"name\":\"Ada\",\"age\":36,\"tags\":[\"a\",\"b\",\"c\",\"d\"]}|0",
                "{\"name\":\"Ada\",\"age\":36,\"unit\":\"c\"}|0",
                "{\"name\":\"Ada\",\"age\":36,\"boss\":{\"name\":\"Bob\",\"age\":2,\"boss\":null}}|1",
                "{\"name\":\"Ada\",\"age\":36,\"boss\":{\"name\":\"bob\",\"age\":2}}|0",
                "{\"name\":\"Ada\",\"age\":36,\"kind\":1.0}|1",
                "{\"name\":\"Ada\",\"age\":36,\"kind\":true}|0",
                "{\"name\":\"Ada\",\"age\":36,\"x\":7}|0",
                "{\"name\":\"Ada\",\"age\":36,\"x\":4}|1",
                "{\"name\":\"Ada\",\"age\":36,\"x\":7.5}|1",
                "{\"name\":\"Ada\",\"age\":36,\"x\":\"s\"}|1",
                "{\"name\":\"Ada\",\"age\":36,\"y\":\"s\"}|0",
                "{\"name\":\"Ada\",\"age\":36,\"y\":null}|1",
                "[]|0",
                "{\"name\":\"\\ud83d\\ude00\",\"age\":0}|0",
                "{\"name\":\"Ad\\u0301\",\"age\":0,\"tags\":[\"a\",\"a\"]}|0"
            })
    void score_goldenTexts_judgesAsThePythonPackage(String json, double value) {
        assertThat(ValidJson.complyingWith(SCHEMA).score(ScoreInput.of(json)).value())
                .hasValue(value);
    }
}
