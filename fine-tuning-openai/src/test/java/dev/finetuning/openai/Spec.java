package dev.finetuning.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The published OpenAPI description: schemas of requests, and the responses it gives as examples. */
final class Spec {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode root;
    private final Map<String, JsonSchema> schemas = new HashMap<>();

    private Spec(JsonNode root) {
        this.root = root;
    }

    static Spec read() {
        try {
            JsonNode root = JSON.readTree(SharedData.file("specs/openai.json").toFile());
            mendExclusiveMinimum(root);
            return new Spec(root);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The description says {@code exclusiveMinimum: true} in places, as JSON Schema did before 2019. */
    private static void mendExclusiveMinimum(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("exclusiveMinimum").isBoolean()) {
            object.set("exclusiveMinimum", object.get("minimum"));
            object.remove("minimum");
        }
        node.forEach(Spec::mendExclusiveMinimum);
    }

    /** What is wrong with a request's JSON body; empty where nothing is. */
    Set<ValidationMessage> faults(String method, String path, String body) throws IOException {
        JsonNode schema = operation(method, path)
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        return schemas.computeIfAbsent(method + path, key -> compiled(schema)).validate(JSON.readTree(body));
    }

    private JsonSchema compiled(JsonNode schema) {
        ObjectNode whole = JSON.createObjectNode();
        whole.putArray("allOf").add(schema);
        whole.set("components", root.path("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(whole);
    }

    /** The operation a concrete path belongs to. */
    private JsonNode operation(String method, String path) {
        for (Map.Entry<String, JsonNode> candidate : root.path("paths").properties()) {
            String pattern = candidate.getKey().replaceAll("\\{[^}]+}", "[^/]+");
            JsonNode operation = candidate.getValue().path(method.toLowerCase(java.util.Locale.ROOT));
            if (path.matches(pattern) && !operation.isMissingNode()) {
                return operation;
            }
        }
        throw new IllegalArgumentException("the description knows no " + method + " " + path);
    }

    boolean knows(String method, String path) {
        try {
            return !operation(method, path).isMissingNode();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The example responses of an operation, valid JSON or not, as they stand. */
    List<String> examples(String method, String path) {
        JsonNode examples =
                root.path("paths").path(path).path(method).path("x-oaiMeta").path("examples");
        List<String> responses = new ArrayList<>();
        (examples.isArray() ? examples : List.of(examples))
                .forEach(example -> add(example.path("response"), responses));
        String schema = root.path("paths")
                .path(path)
                .path(method)
                .at("/responses/200/content/application~1json/schema/$ref")
                .asText();
        add(root.at(schema.replace("#", "")).path("x-oaiMeta").path("example"), responses);
        return responses;
    }

    private static void add(JsonNode example, Collection<String> responses) {
        if (example.isTextual()) {
            responses.add(example.asText());
        }
    }
}
