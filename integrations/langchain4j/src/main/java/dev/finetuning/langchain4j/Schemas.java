package dev.finetuning.langchain4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.finetuning.internal.jackson.Jackson;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON schemas: LangChain4j's objects and our maps. */
final class Schemas {
    /** Where a tool of ours says that its schema is enforced. */
    static final String STRICT = "strict";

    private static final String PARAMETERS = "parameters";
    private static final Set<String> KNOWN =
            Set.of("type", "description", "properties", "required", "additionalProperties", "$defs");
    private static final JsonMapper JSON = Jackson.mapper().build();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private Schemas() {}

    /** A schema of LangChain4j. */
    static Map<String, Object> read(JsonSchemaElement schema) {
        if (schema instanceof JsonRawSchema raw) {
            return parse(raw.schema());
        }
        if (schema instanceof JsonObjectSchema object) {
            ToolSpecification carrier = ToolSpecification.builder()
                    .name("schema")
                    .parameters(object)
                    .build();
            return parameters(parse(carrier.toJson()));
        }
        throw new UnsupportedFeatureException("a schema of the kind "
                + schema.getClass().getSimpleName() + " cannot be carried here, only one of an object");
    }

    @SuppressWarnings("unchecked") // the text was written from an object schema
    private static Map<String, Object> parameters(Map<String, Object> tool) {
        return (Map<String, Object>) Optional.ofNullable(tool.get(PARAMETERS)).orElse(Map.of());
    }

    private static Map<String, Object> parse(String json) {
        try {
            return JSON.readValue(json, OBJECT);
        } catch (JsonProcessingException e) {
            e.clearLocation();
            throw new IllegalArgumentException("a schema is not a JSON object", e);
        }
    }

    /** A schema of ours, each property as it is; the reasons say what has no place. */
    static JsonObjectSchema write(Map<String, Object> schema, List<String> reasons) {
        JsonObjectSchema.Builder object = JsonObjectSchema.builder();
        if (!schema.getOrDefault("type", "object").equals("object")) {
            reasons.add("a tool's parameters are not an object: " + schema.get("type"));
        }
        schema.keySet().stream()
                .filter(keyword -> !KNOWN.contains(keyword))
                .forEach(
                        keyword -> reasons.add("the schema keyword " + keyword + " at the top of a tool's parameters"));
        object.addProperties(elements(schema.get("properties"), reasons));
        Map<String, JsonSchemaElement> definitions = elements(schema.get("$defs"), reasons);
        if (!definitions.isEmpty()) {
            object.definitions(definitions);
        }
        if (schema.get("description") instanceof String description) {
            object.description(description);
        }
        if (schema.get("required") instanceof List<?> names) {
            object.required(names.stream().map(String::valueOf).toList());
        }
        Object others = schema.get("additionalProperties");
        if (others instanceof Boolean allowed) {
            object.additionalProperties(allowed);
        } else if (others != null) {
            reasons.add("additionalProperties with a schema at the top of a tool's parameters");
        }
        return object.build();
    }

    private static Map<String, JsonSchemaElement> elements(@Nullable Object schemas, List<String> reasons) {
        Map<String, JsonSchemaElement> elements = new LinkedHashMap<>();
        if (schemas instanceof Map<?, ?> byName) {
            byName.forEach((name, schema) -> elements.put(String.valueOf(name), raw(schema)));
        } else if (schemas != null) {
            reasons.add("a tool's properties that are not an object");
        }
        return elements;
    }

    /** Any JSON schema as it is. */
    static JsonSchemaElement raw(Object schema) {
        try {
            return JsonRawSchema.from(JSON.writeValueAsString(schema));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a schema holds something that JSON does not have", e);
        }
    }
}
