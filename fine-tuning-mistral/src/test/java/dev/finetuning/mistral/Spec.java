package dev.finetuning.mistral;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The published OpenAPI description: what requests and answers look like, and the answers it gives as examples. */
final class Spec {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode root;
    private final Map<String, JsonSchema> schemas = new HashMap<>();

    private Spec(JsonNode root) {
        this.root = root;
    }

    static Spec read() {
        try {
            JsonNode root = JSON.readTree(SharedData.file("specs/mistral.json").toFile());
            mendCompletion(root);
            return new Spec(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The description demands a field {@code data} of completions that none has, nor describes it. */
    private static void mendCompletion(JsonNode root) {
        for (JsonNode part : root.at("/components/schemas/ChatCompletionResponse/allOf")) {
            if (part.path("required") instanceof ArrayNode required) {
                for (int i = required.size() - 1; i >= 0; i--) {
                    if (required.get(i).asText().equals("data")) {
                        required.remove(i);
                    }
                }
            }
        }
    }

    /** What is wrong with a request's JSON body; empty where nothing is. */
    Set<ValidationMessage> requestFaults(String method, String path, String body) throws IOException {
        return faults(operation(method, path).at("/requestBody/content/application~1json/schema"), body);
    }

    /** What is wrong with an answer of status 200; empty where nothing is. */
    Set<ValidationMessage> answerFaults(String method, String path, String body) throws IOException {
        return faults(operation(method, path).at("/responses/200/content/application~1json/schema"), body);
    }

    private Set<ValidationMessage> faults(JsonNode schema, String body) throws IOException {
        if (schema.isMissingNode()) {
            throw new IllegalArgumentException("the description knows no such body");
        }
        return schemas.computeIfAbsent(schema.toString(), key -> compiled(schema))
                .validate(JSON.readTree(body));
    }

    private JsonSchema compiled(JsonNode schema) {
        ObjectNode whole = JSON.createObjectNode();
        whole.putArray("allOf").add(schema);
        whole.set("components", root.path("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
    }

    /** The query parameters an operation knows. */
    Set<String> parameters(String method, String path) {
        Set<String> names = new HashSet<>();
        operation(method, path).path("parameters").forEach(parameter -> {
            if (parameter.path("in").asText().equals("query")) {
                names.add(parameter.path("name").asText());
            }
        });
        return names;
    }

    /** The operation a concrete path belongs to. */
    private JsonNode operation(String method, String path) {
        for (Map.Entry<String, JsonNode> candidate : root.path("paths").properties()) {
            String pattern = candidate.getKey().replaceAll("\\{[^}]+}", "[^/]+");
            JsonNode operation = candidate.getValue().path(method.toLowerCase(Locale.ROOT));
            if (path.matches(pattern) && !operation.isMissingNode()) {
                return operation;
            }
        }
        throw new IllegalArgumentException("the description knows no " + method + " " + path);
    }

    /** The example answers of an operation. */
    List<String> examples(String method, String path) {
        List<String> answers = new ArrayList<>();
        operation(method, path)
                .at("/responses/200/content/application~1json/examples")
                .forEach(example -> answers.add(example.path("value").toString()));
        return answers;
    }
}
