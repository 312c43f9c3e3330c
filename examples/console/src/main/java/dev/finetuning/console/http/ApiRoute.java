package dev.finetuning.console.http;

import dev.finetuning.console.access.Right;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** A route of the API: where it is, what it needs, what it answers, and who handles it. Not thread-safe while built. */
public final class ApiRoute {
    /** Handles a call. */
    @FunctionalInterface
    public interface Handler {
        /** The JSON of the answer; an empty text where the answer has been written, or has no body. */
        Object answer(ApiCall call) throws Exception;
    }

    private static final String JSON = "application/json";

    private final String method;
    private final String path;
    private final String summary;
    private Right right = Right.READ;
    private int status = 200;
    private String answerType = JSON;
    private String answerSchema = "";
    private String bodyType = "";
    private String bodySchema = "";
    private final Map<String, String> query = new LinkedHashMap<>();
    private final TreeSet<Integer> failures = new TreeSet<>(List.of(401, 403, 422, 429));
    private Handler handler = call -> "";

    private ApiRoute(String method, String path, String summary) {
        this.method = method;
        this.path = path;
        this.summary = summary;
        if (path.contains("{")) {
            failures.add(404);
        }
    }

    /** A route that changes nothing. */
    public static ApiRoute get(String path, String summary) {
        return new ApiRoute("GET", path, summary);
    }

    /** A route that changes something. */
    public static ApiRoute post(String path, String summary) {
        return new ApiRoute("POST", path, summary).needs(Right.WRITE).failing(409);
    }

    /** A route that removes something. */
    public static ApiRoute delete(String path, String summary) {
        return new ApiRoute("DELETE", path, summary).needs(Right.WRITE).failing(409);
    }

    /** What the caller must be allowed to. */
    public ApiRoute needs(Right needed) {
        right = needed;
        return this;
    }

    /** A parameter of the query, with its schema's name. */
    public ApiRoute query(String name, String schema) {
        query.put(name, schema);
        return this;
    }

    /** The schema of the JSON in the request. */
    public ApiRoute body(String schema) {
        return body(JSON, schema).failing(413);
    }

    /** Another kind of body. */
    public ApiRoute body(String type, String schema) {
        bodyType = type;
        bodySchema = schema;
        return this;
    }

    /** The schema of the JSON in the answer. */
    public ApiRoute returns(int code, String schema) {
        return returns(code, JSON, schema);
    }

    /** Another kind of answer. */
    public ApiRoute returns(int code, String type, String schema) {
        status = code;
        answerType = type;
        answerSchema = schema;
        return this;
    }

    /** Further statuses of refusals. */
    public ApiRoute failing(Integer... codes) {
        failures.addAll(List.of(codes));
        return this;
    }

    /** Who handles it. */
    public ApiRoute by(Handler newHandler) {
        handler = newHandler;
        return this;
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    Right right() {
        return right;
    }

    int status() {
        return status;
    }

    Handler handler() {
        return handler;
    }

    /** The route as OpenAPI describes an operation. */
    Map<String, Object> described() {
        JsonFields operation = JsonFields.with("summary", summary)
                .and("operationId", operationId())
                .and("tags", List.of(path.split("/", -1)[2]));
        List<Object> parameters = parameters();
        if (!parameters.isEmpty()) {
            operation.and("parameters", parameters);
        }
        if (!bodyType.isEmpty()) {
            operation.and(
                    "requestBody",
                    Map.of(
                            "required",
                            true,
                            "content",
                            Map.of(bodyType, Map.of("schema", OpenApi.reference(bodySchema)))));
        }
        return operation.and("responses", responses()).map();
    }

    private List<Object> parameters() {
        List<Object> parameters = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (part.startsWith("{")) {
                parameters.add(Map.of(
                        "name",
                        part.substring(1, part.length() - 1),
                        "in",
                        "path",
                        "required",
                        true,
                        "schema",
                        Map.of("type", "string")));
            }
        }
        query.forEach((name, schema) ->
                parameters.add(Map.of("name", name, "in", "query", "schema", OpenApi.reference(schema))));
        return parameters;
    }

    private Map<String, Object> responses() {
        Map<String, Object> responses = new LinkedHashMap<>();
        responses.put(String.valueOf(status), answer());
        failures.forEach(code -> responses.put(
                String.valueOf(code),
                Map.of(
                        "description",
                        new Problem(code, "", "").title(),
                        "content",
                        Map.of("application/problem+json", Map.of("schema", OpenApi.reference("Problem"))))));
        return responses;
    }

    private Map<String, Object> answer() {
        return answerSchema.isEmpty()
                ? Map.of("description", "Done")
                : Map.of(
                        "description",
                        "Done",
                        "content",
                        Map.of(answerType, Map.of("schema", OpenApi.reference(answerSchema))));
    }

    private String operationId() {
        StringBuilder id = new StringBuilder(method.toLowerCase(Locale.ROOT));
        for (String part : path.substring("/api/".length()).split("[/{}-]+", -1)) {
            if (!part.isEmpty()) {
                id.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
            }
        }
        return id.toString();
    }
}
