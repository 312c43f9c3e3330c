package dev.finetuning.eval.scorer.structure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.eval.scorer.ScoreInput;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Tool;
import dev.finetuning.example.ToolCall;
import dev.finetuning.quality.Checks;
import dev.finetuning.quality.QualityReport;
import dev.finetuning.quality.StructureChecks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The check of the training data and the scorer of the answers judge a tool's arguments alike. */
class ToolCallAgreementTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NAMES = List.of("a", "b", "c/d", "é");

    @Test
    void argumentsThatTheCheckAccepts_theScorerAccepts_andNoOthers() throws JsonProcessingException {
        Random random = new Random(7);
        int accepted = 0;
        int refused = 0;
        int inapplicable = 0;
        for (int i = 0; i < 5_000; i++) {
            Map<String, Object> schema = new LinkedHashMap<>(schema(random, 3));
            schema.put("type", "object");
            String arguments = JSON.writeValueAsString(object(random, 2));
            QualityReport report = Checks.none().with(StructureChecks.tools()).run(List.of(calling(schema, arguments)));
            if (report.count("tool_schema_invalid") > 0) {
                inapplicable++;
                assertThat(ofSchema(schema)).isEmpty();
                continue;
            }
            boolean good = report.count("tool_arguments_invalid") == 0;
            accepted += good ? 1 : 0;
            refused += good ? 0 : 1;
            assertThat(ofSchema(schema)
                            .orElseThrow()
                            .score(ScoreInput.of(arguments, null))
                            .passed())
                    .as("%s against %s", arguments, schema)
                    .isEqualTo(good);
        }
        assertThat(List.of(accepted, refused, inapplicable)).allMatch(count -> count > 200);
    }

    private static Optional<ValidJson> ofSchema(Map<String, Object> schema) {
        try {
            return Optional.of(ValidJson.complyingWith(schema));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Example calling(Map<String, Object> schema, String arguments) {
        return new ChatExample(
                List.of(
                        Message.user("?"),
                        Message.assistant(List.of(ToolCall.of("1", "f", arguments))),
                        Message.tool("1", "."),
                        Message.assistant("!")),
                List.of(Tool.of("f", schema)),
                ExampleInfo.NONE);
    }

    private static Map<String, Object> schema(Random random, int depth) {
        Map<String, Object> schema = new LinkedHashMap<>();
        int keywords = random.nextInt(4);
        for (int i = 0; i < keywords; i++) {
            switch (random.nextInt(depth > 0 ? 15 : 9)) {
                case 0 ->
                    schema.put(
                            "type",
                            List.of("object", "string", "integer", "number", "array", "null")
                                    .get(random.nextInt(6)));
                case 1 -> schema.put("minimum", random.nextInt(20) == 0 ? "1" : random.nextInt(3));
                case 2 -> schema.put("multipleOf", random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(3));
                case 3 -> schema.put("maxLength", random.nextInt(4));
                case 4 -> schema.put("pattern", random.nextInt(20) == 0 ? "(?=a)" : "^[a-m]*$");
                case 5 -> schema.put("enum", List.of(1, "x", Map.of(), List.of(1.0)));
                case 6 -> schema.put("required", random.nextInt(20) == 0 ? "a" : List.of(name(random)));
                case 7 -> schema.put("uniqueItems", true);
                case 8 -> schema.put("const", value(random, 1));
                case 9, 10 -> schema.put("properties", Map.of(name(random), schema(random, depth - 1)));
                case 11 -> schema.put("additionalProperties", random.nextBoolean() ? false : schema(random, depth - 1));
                case 12 -> schema.put("items", schema(random, depth - 1));
                case 13 ->
                    schema.put(
                            List.of("anyOf", "oneOf", "allOf").get(random.nextInt(3)),
                            List.of(schema(random, depth - 1), schema(random, depth - 1)));
                default -> schema.put("not", schema(random, depth - 1));
            }
        }
        return schema;
    }

    private static String name(Random random) {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private static Map<String, Object> object(Random random, int depth) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            object.put(name(random), value(random, depth));
        }
        return object;
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> random.nextInt(5);
            case 1 -> random.nextInt(4) * 0.5;
            case 2 -> List.of("", "a", "xyz", "👍").get(random.nextInt(4));
            case 3 -> random.nextBoolean();
            case 4 -> List.of(value(random, depth - 1), value(random, depth - 1));
            default -> object(random, depth - 1);
        };
    }
}
