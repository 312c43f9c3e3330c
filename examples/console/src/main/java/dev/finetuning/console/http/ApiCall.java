package dev.finetuning.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.console.access.Caller;
import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.work.Workspace;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A request to the API from a known caller. */
public final class ApiCall {
    private static final int MAX_JSON = 8 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Context context;
    private final Caller caller;
    private final Workspace workspace;

    ApiCall(Context context, Caller caller, Workspace workspace) {
        this.context = context;
        this.caller = caller;
        this.workspace = workspace;
    }

    /** Who asks. */
    public Caller caller() {
        return caller;
    }

    /** Their tenant's. */
    public Workspace workspace() {
        return workspace;
    }

    /** The request and its answer, for what is neither JSON in nor JSON out. */
    public Context context() {
        return context;
    }

    /** A part of the path. */
    public String path(String name) {
        return context.pathParam(name);
    }

    /** The parameters of the query. */
    public Fields query() {
        Map<String, String> texts = new LinkedHashMap<>();
        context.queryParamMap().forEach((name, values) -> texts.put(name, values.get(0)));
        return Fields.of(texts);
    }

    /** The range that {@code from} and {@code limit} ask for; without them the first hundred. */
    public Slice slice() {
        Fields query = query();
        return new Slice(
                query.whole("from", 1, Integer.MAX_VALUE).orElse(1),
                query.whole("limit", 1, 1_000).orElse(100));
    }

    /**
     * A part of a list.
     *
     * @param from the number of the first, counted from 1
     * @param limit how many at most
     */
    public record Slice(int from, int limit) {}

    /** The texts, numbers and truth values of the JSON object in the body. */
    public Fields fields() {
        Map<String, String> texts = new LinkedHashMap<>();
        JsonNode body = json();
        body.fieldNames().forEachRemaining(name -> {
            JsonNode value = body.get(name);
            if (value.isContainerNode()) {
                throw RefusedException.invalid(name, "must be a text, a number, true or false");
            }
            if (!value.isNull()) {
                texts.put(name, value.asText());
            }
        });
        return Fields.of(texts);
    }

    /** The JSON object in the body; an empty one where there is no body. */
    public JsonNode json() {
        try (InputStream body = context.bodyInputStream()) {
            byte[] bytes = body.readNBytes(MAX_JSON + 1);
            if (bytes.length > MAX_JSON) {
                throw RefusedException.of(
                        RefusedException.Kind.TOO_LARGE, "too_large", "A JSON body may have at most 8 MiB.");
            }
            JsonNode node = bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
            if (!node.isObject()) {
                throw RefusedException.invalid("body", "must be a JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw RefusedException.invalid("body", "is not JSON");
        } catch (IOException e) {
            throw new UncheckedIOException("the request ended early", e);
        }
    }

    /** A header of the request. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(context.header(name));
    }
}
