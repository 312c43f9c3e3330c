package dev.finetuning.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.finetuning.CpuGrowth;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.StrictJson;
import dev.finetuning.schema.SchemaProblem.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonSchemaTest {
    /** An expression that is a number or one of three operations, told apart by a constant. */
    private static final String RECURSIVE = """
            {"$ref":"#/$defs/e","$defs":{"e":{"oneOf":[{"type":"integer"},
            {"type":"object","properties":{"op":{"const":"a"},"of":{"$ref":"#/$defs/e"}},"required":["op","of"]},
            {"type":"object","properties":{"op":{"const":"b"},"of":{"$ref":"#/$defs/e"}},"required":["op","of"]}]}}}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"required\":\"name\"}|/required|MALFORMED",
                "{\"required\":[\"a\",\"a\"]}|/required|MALFORMED",
                "{\"minimum\":\"5\"}|/minimum|MALFORMED",
                "{\"multipleOf\":0}|/multipleOf|MALFORMED",
                "{\"maxLength\":-1}|/maxLength|MALFORMED",
                "{\"maxLength\":1.5}|/maxLength|MALFORMED",
                "{\"type\":\"strin\"}|/type|MALFORMED",
                "{\"type\":[]}|/type|MALFORMED",
                "{\"enum\":1}|/enum|MALFORMED",
                "{\"anyOf\":[]}|/anyOf|MALFORMED",
                "{\"items\":[{}]}|/items|MALFORMED",
                "{\"properties\":{\"a\":1}}|/properties/a|MALFORMED",
                "{\"properties\":{\"a/b\":{\"not\":3}}}|/properties/a~1b/not|MALFORMED",
                "{\"$defs\":{\"unused\":{\"minimum\":\"5\"}}}|/$defs/unused/minimum|MALFORMED",
                "{\"pattern\":\"(?=a)\"}|/pattern|PATTERN",
                "{\"pattern\":\"(\"}|/pattern|PATTERN",
                "{\"patternProperties\":{\"(\":{}}}|/patternProperties/(|PATTERN",
                "{\"$ref\":\"#/nowhere\"}|/$ref|REFERENCE",
                "{\"$ref\":\"http://127.0.0.1:9/x.json\"}|/$ref|REFERENCE",
                "{\"$ref\":\"#\"}|``|REFERENCE",
                "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"$ref\":\"#/$defs/b\"},\"b\":{\"anyOf\":[{\"$ref\":\"#/$defs/a\"}]}}}|/$defs/b/anyOf/0|REFERENCE",
                "{\"$dynamicRef\":\"#a\"}|/$dynamicRef|UNSUPPORTED",
                "{\"$schema\":\"http://json-schema.org/draft-04/schema#\"}|/$schema|UNSUPPORTED",
                "{\"reqired\":[]}|/reqired|UNKNOWN_KEYWORD"
            })
    void problems_nameWhatCannotBeApplied(String schema, String pointer, Kind kind) throws JsonFault {
        assertThat(JsonSchema.problems(object(schema))).singleElement().satisfies(problem -> {
            assertThat(problem.pointer()).isEqualTo(pointer);
            assertThat(problem.kind()).isEqualTo(kind);
            assertThat(problem.why()).isNotBlank();
        });
        if (kind != Kind.UNKNOWN_KEYWORD) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> JsonSchema.of(object(schema)))
                    .withMessageContaining("#" + pointer);
        }
    }

    @Test
    void unknownKeyword_isPassedOver_andRefusedWhereStrict() throws JsonFault {
        Map<String, Object> schema = object("{\"reqired\":[\"a\"],\"x-order\":1,\"title\":\"t\"}");
        assertThat(JsonSchema.of(schema).accepts(Map.of())).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonSchema.strict(schema))
                .withMessageContaining("#/reqired");
    }

    @Test
    void bounds_beyondAnInt_areApplied() throws JsonFault {
        assertThat(JsonSchema.of(object("{\"maxLength\":4294967296}")).accepts("abc"))
                .isTrue();
        assertThat(JsonSchema.of(object("{\"minLength\":4294967297}")).accepts("abc"))
                .isFalse();
        assertThat(JsonSchema.of(object("{\"maxItems\":1e30}")).accepts(List.of(1)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1e999999999,3,false", "1e999999999,2,true", "3e999999999,3,true", "1e-999999999,1,false", "0,7,true",
        "0.3,0.1,true", "4.5,1.5,true", "4,1.5,false", "1e308,0.123456789,false", "7,1e-999999999,true"
    })
    void multipleOf_isExactWhateverTheExponents(BigDecimal value, BigDecimal step, boolean multiple) {
        assertThat(JsonSchema.of(Map.of("multipleOf", step)).accepts(value)).isEqualTo(multiple);
    }

    @Test
    void nestedAlternatives_takeTimeInProportionToTheValue() throws JsonFault {
        JsonSchema schema = JsonSchema.of(object(RECURSIVE));
        assertThat(schema.accepts(nested(40, 1))).isTrue();
        assertThat(schema.faults(nested(40, "x"))).containsExactly(new SchemaFault("", "oneOf"));
        CpuGrowth.assertLinear("nested oneOf", 150, depth -> {
            Object value = nested(depth, 1);
            return () -> {
                for (int i = 0; i < 100; i++) {
                    schema.accepts(value);
                }
            };
        });
    }

    @Test
    void conjunctions_ofTheSameReference_areJudgedOnce() throws JsonFault {
        JsonSchema schema = JsonSchema.of(object(
                "{\"$ref\":\"#/$defs/e\",\"$defs\":{\"e\":{\"properties\":{\"of\":{\"allOf\":[{\"$ref\":\"#/$defs/e\"},"
                        + "{\"$ref\":\"#/$defs/e\"}]}},\"additionalProperties\":false}}}"));
        Object value = 1;
        for (int i = 0; i < 100; i++) {
            value = Map.of("of", value);
        }
        assertThat(schema.accepts(value)).isTrue();
        for (int i = 0; i < 100; i++) {
            value = i == 0 ? Map.of("secret", 1) : Map.of("of", value);
        }
        assertThat(schema.faults(value)).hasSize(1).first().satisfies(fault -> {
            assertThat(fault.keyword()).isEqualTo("false");
            assertThat(fault.pointer()).endsWith("/of/*").doesNotContain("secret");
        });
    }

    @Test
    void catastrophicPattern_isLinear() throws JsonFault {
        assertThat(JsonSchema.of(object("{\"pattern\":\"^(a+)+$\"}")).accepts("a".repeat(50_000) + "!"))
                .isFalse();
    }

    @Test
    void deepValueAndLongChain_areRefusedWithoutAnOverflow() {
        Object value = 1;
        for (int i = 0; i < 5000; i++) {
            value = List.of(value);
        }
        JsonSchema items = JsonSchema.of(Map.of("items", Map.of("$ref", "#")));
        assertThat(items.faults(value)).containsExactly(new SchemaFault("", "depth"));
        Map<String, Object> definitions = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            definitions.put("d" + i, Map.of("$ref", "#/$defs/d" + (i + 1)));
        }
        definitions.put("d100000", Map.of());
        assertThat(JsonSchema.problems(Map.of("$ref", "#/$defs/d0", "$defs", definitions)))
                .extracting(SchemaProblem::kind)
                .containsExactly(Kind.UNSUPPORTED);
    }

    @Test
    void deepestValue_onHalfAStack_isJudged() throws InterruptedException {
        JsonSchema items = JsonSchema.of(Map.of("items", Map.of("$ref", "#")));
        Object value = 1;
        for (int i = 0; i < 250; i++) {
            value = List.of(value);
        }
        Object deep = value;
        List<Object> verdicts = Collections.synchronizedList(new ArrayList<>());
        Thread thread = new Thread(null, () -> verdicts.add(items.accepts(deep)), "small", 512 << 10);
        thread.start();
        thread.join(Duration.ofMinutes(1).toMillis());
        assertThat(verdicts).containsExactly(true);
    }

    @Test
    void faults_repeatNoContent() throws JsonFault {
        JsonSchema schema = JsonSchema.of(object("{\"properties\":{\"age\":{\"type\":\"integer\"}},"
                + "\"additionalProperties\":{\"enum\":[1]},\"propertyNames\":{\"maxLength\":9}}"));
        assertThat(schema.faults(Map.of("age", "jane.roe@example.com", "jane.roe@example.com", "5551234567")))
                .extracting(SchemaFault::toString)
                .containsExactlyInAnyOrder("/age: type", "/*: enum", "/: propertyNames");
    }

    @Test
    void draftSeven_ignoresWhatStandsBesideAReference() throws JsonFault {
        Map<String, Object> schema = object(
                "{\"properties\":{\"a\":{\"$ref\":\"#/definitions/t\",\"maxLength\":1}},\"definitions\":{\"t\":{}}}");
        assertThat(JsonSchema.of(schema, SchemaDraft.DRAFT_7).accepts(Map.of("a", "long")))
                .isTrue();
        assertThat(JsonSchema.of(schema).accepts(Map.of("a", "long"))).isFalse();
    }

    private static Object nested(int depth, Object leaf) {
        Object value = leaf;
        for (int i = 0; i < depth; i++) {
            value = Map.of("op", i % 2 == 0 ? "b" : "a", "of", value);
        }
        return value;
    }

    private static Map<String, Object> object(String json) throws JsonFault {
        return StrictJson.standard().object(json);
    }
}
