package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.schema.JsonSchema;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The description that a console serves, held against what it answers. */
final class DescribedApi {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode description;
    private final Set<String> unanswered = new TreeSet<>();

    DescribedApi(HttpResponse<String> served) throws IOException {
        description = JSON.readTree(served.body());
        description
                .path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> unanswered.add(method + " " + path.getKey())));
    }

    /** Operations that no answer has been held against. */
    Set<String> unanswered() {
        return unanswered;
    }

    /** Fails unless the answer is one that the operation describes. */
    void check(String method, String template, HttpResponse<String> answer) throws IOException {
        JsonNode operation = description.path("paths").path(template).path(method.toLowerCase(Locale.ROOT));
        assertThat(operation.isMissingNode())
                .as("%s %s is described", method, template)
                .isFalse();
        JsonNode described = operation.path("responses").path(String.valueOf(answer.statusCode()));
        assertThat(described.isMissingNode())
                .as("%s %s may answer %d: %s", method, template, answer.statusCode(), answer.body())
                .isFalse();
        for (Map.Entry<String, JsonNode> content : described.path("content").properties()) {
            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(content.getKey());
            if (content.getKey().endsWith("json")) {
                checkSchema(content.getValue().path("schema"), answer);
            }
        }
        if (answer.statusCode() < 300) {
            unanswered.remove(method.toLowerCase(Locale.ROOT) + " " + template);
        }
    }

    private void checkSchema(JsonNode schema, HttpResponse<String> answer) throws IOException {
        Map<String, Object> root = new LinkedHashMap<>(values(schema));
        root.put("$defs", values(description.path("components").path("schemas")));
        assertThat(JsonSchema.of(root).faults(JSON.readValue(answer.body(), Object.class)))
                .as("%s against %s", answer.body(), schema)
                .isEmpty();
    }

    private static Map<String, Object> values(JsonNode node) throws IOException {
        String text = node.toString().replace("#/components/schemas/", "#/$defs/");
        return JSON.readValue(text, new TypeReference<>() {});
    }
}
