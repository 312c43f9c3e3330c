package dev.finetuning.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The few calls of an MLflow server that a mirror makes, answered as MLflow 3 does. */
final class FakeMlflow implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int NEVER = -1;

    private final Map<String, Model> models = new LinkedHashMap<>();
    private final HttpServer server;
    private String authorization = "";
    private int calls;
    private int cut = NEVER;
    private int pageSize = 200;

    /** A registered model. */
    private static final class Model {
        private final Map<String, String> aliases = new LinkedHashMap<>();
        private final List<Map<String, String>> versions = new ArrayList<>();
    }

    /** An answer that is no success. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private final int status;
        private final String code;
        private final String words;

        Refused(int status, String code, String words) {
            super(code);
            this.status = status;
            this.code = code;
            // not the exception's message, which the watch over keys would find
            this.words = words;
        }
    }

    FakeMlflow() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/2.0/mlflow/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Refuses whoever sends something else. */
    void demand(String header) {
        authorization = header;
    }

    /** Carries the call after so many out and hangs up instead of answering. */
    synchronized void cutAfter(int more) {
        cut = calls + more;
    }

    synchronized void pageSize(int versions) {
        pageSize = versions;
    }

    synchronized int calls() {
        return calls;
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean lost = calls++ == cut;
            int status = 200;
            Object answer;
            try {
                answer = answer(exchange, body.isEmpty() ? JSON.createObjectNode() : JSON.readTree(body));
            } catch (Refused e) {
                status = e.status;
                answer = Map.of("error_code", e.code, "message", e.words);
            }
            if (!lost) {
                byte[] bytes = JSON.writeValueAsBytes(answer);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(status, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    private Object answer(HttpExchange exchange, JsonNode body) throws Refused {
        String sent = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        if (!authorization.isEmpty() && !sent.equals(authorization)) {
            throw new Refused(401, "UNAUTHENTICATED", "You are not authenticated by " + sent);
        }
        String path = exchange.getRequestURI().getPath().replace("/api/2.0/mlflow/", "");
        return switch (exchange.getRequestMethod() + " " + path) {
            case "GET registered-models/get" -> shown(query(exchange, "name"));
            case "POST registered-models/create" -> create(body.path("name").asText());
            case "GET model-versions/search" -> search(query(exchange, "filter"), query(exchange, "page_token"));
            case "POST model-versions/create" -> createVersion(body);
            case "POST model-versions/set-tag" -> setTag(body);
            case "POST registered-models/alias" -> {
                model(body)
                        .aliases
                        .put(body.path("alias").asText(), body.path("version").asText());
                yield Map.of();
            }
            case "DELETE registered-models/alias" -> {
                model(body).aliases.remove(body.path("alias").asText());
                yield Map.of();
            }
            default -> throw new Refused(404, "ENDPOINT_NOT_FOUND", path);
        };
    }

    private static String query(HttpExchange exchange, String name) {
        for (String pair : exchange.getRequestURI().getRawQuery().split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private Model model(JsonNode body) throws Refused {
        return require(body.path("name").asText());
    }

    private Model require(String name) throws Refused {
        Model model = models.get(name);
        if (model == null) {
            throw new Refused(404, "RESOURCE_DOES_NOT_EXIST", "Registered Model with name=" + name + " not found");
        }
        return model;
    }

    private Object shown(String name) throws Refused {
        List<Map<String, String>> aliases = new ArrayList<>();
        require(name).aliases.forEach((alias, version) -> aliases.add(Map.of("alias", alias, "version", version)));
        return Map.of("registered_model", Map.of("name", name, "aliases", aliases));
    }

    private Object create(String name) throws Refused {
        if (name.contains("/") || name.contains(":")) {
            throw new Refused(400, "INVALID_PARAMETER_VALUE", "Invalid model name");
        }
        if (models.putIfAbsent(name, new Model()) != null) {
            throw new Refused(400, "RESOURCE_ALREADY_EXISTS", "Registered Model (name=" + name + ") already exists");
        }
        return Map.of("registered_model", Map.of("name", name));
    }

    private Object search(String filter, String token) {
        String name = filter.replaceAll("^name=['\"]|['\"]$", "");
        int from = token.isEmpty() ? 0 : Integer.parseInt(token);
        List<Map<String, String>> all = models.containsKey(name) ? models.get(name).versions : List.of();
        int to = Math.min(all.size(), from + pageSize);
        List<Object> page = new ArrayList<>();
        for (int i = from; i < to; i++) {
            List<Object> tags = new ArrayList<>();
            all.get(i).forEach((key, value) -> tags.add(Map.of("key", key, "value", value)));
            page.add(Map.of("name", name, "version", String.valueOf(i + 1), "tags", tags));
        }
        return to < all.size()
                ? Map.of("model_versions", page, "next_page_token", String.valueOf(to))
                : Map.of("model_versions", page);
    }

    private Object createVersion(JsonNode body) throws Refused {
        Map<String, String> tags = new LinkedHashMap<>();
        body.path("tags")
                .forEach(tag ->
                        tags.put(tag.path("key").asText(), tag.path("value").asText()));
        List<Map<String, String>> versions = model(body).versions;
        versions.add(tags);
        return Map.of("model_version", Map.of("version", String.valueOf(versions.size())));
    }

    private Object setTag(JsonNode body) throws Refused {
        int number = Integer.parseInt(body.path("version").asText());
        model(body)
                .versions
                .get(number - 1)
                .put(body.path("key").asText(), body.path("value").asText());
        return Map.of();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
