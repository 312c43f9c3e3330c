package dev.finetuning.console.http;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The description of the API, in OpenAPI 3.1. */
public final class OpenApi {
    private static final String SCHEMAS = "/dev/finetuning/console/schemas.json";

    private OpenApi() {}

    /** The description of routes. */
    public static Map<String, Object> of(List<ApiRoute> routes) {
        Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
        routes.forEach(route -> paths.computeIfAbsent(route.path(), path -> new LinkedHashMap<>())
                .put(route.method().toLowerCase(Locale.ROOT), route.described()));
        return JsonFields.with("openapi", "3.1.0")
                .and(
                        "info",
                        Map.of(
                                "title", "fine-tuning console",
                                "version", "1",
                                "license", Map.of("name", "Apache-2.0", "identifier", "Apache-2.0")))
                .and("security", List.of(Map.of("token", List.of())))
                .and("paths", paths)
                .and(
                        "components",
                        Map.of(
                                "securitySchemes",
                                Map.of("token", Map.of("type", "http", "scheme", "bearer")),
                                "schemas",
                                schemas()))
                .map();
    }

    static Map<String, Object> reference(String schema) {
        return Map.of("$ref", "#/components/schemas/" + schema);
    }

    private static Map<String, Object> schemas() {
        try (InputStream json = Objects.requireNonNull(OpenApi.class.getResourceAsStream(SCHEMAS), SCHEMAS)) {
            return new ObjectMapper().readValue(json, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + SCHEMAS, e);
        }
    }
}
