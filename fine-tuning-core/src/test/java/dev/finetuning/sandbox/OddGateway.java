package dev.finetuning.sandbox;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.finetuning.secrecy.Canary;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A gateway before a sandbox that answers oddly, by a seed: other statuses, redirects to another origin,
 * dropped fields, error bodies under {@code 200}, deep or huge JSON, plain text, cut and lost answers. What
 * it refuses it does not pass on, for no client could tell a host that refuses what it did.
 */
public final class OddGateway implements AutoCloseable {
    /** Escapes, because half of a surrogate pair cannot be written as UTF-8. */
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    /** Fields whose values a client has to understand. */
    private static final Set<String> UNDERSTOOD = Set.of(
            "id",
            "object",
            "status",
            "model",
            "job_type",
            "purpose",
            "sample_type",
            "source",
            "training_file",
            "training_files",
            "validation_files",
            "validation_file",
            "fine_tuned_model",
            "metadata",
            "suffix",
            "filename",
            "role",
            "finish_reason",
            "type");

    private static final Set<String> NOT_PASSED_ON =
            Set.of("host", "content-length", "connection", "upgrade", "http2-settings", "expect", "transfer-encoding");
    private static final List<String> DROPPED = List.of(
            "id",
            "data",
            "metadata",
            "suffix",
            "has_more",
            "status",
            "model",
            "created_at",
            "object",
            "total",
            "training_file",
            "training_files",
            "fine_tuned_model",
            "bytes",
            "filename",
            "choices");
    private static final List<Integer> REFUSALS = List.of(400, 401, 403, 404, 407, 409, 413, 422, 429);
    private static final List<Integer> FAILURES = List.of(408, 499, 500, 502, 503, 504, 524);
    private static final List<Integer> REDIRECTS = List.of(300, 301, 302, 303, 304, 307, 308);

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger canaries = new AtomicInteger();
    private final SocketServer elsewhere = new SocketServer(this::catchCanary, request -> Optional.empty());
    private final SocketServer server;
    private final String root;
    private final Random random;
    private final double oddShare;
    private final Set<String> droppedFromRequests;
    /** Which strings of answers, by the name of their field, become hostile. */
    private final Predicate<String> hostile;

    /** Stands before the sandbox at this address and answers so many of a hundred requests oddly. */
    public OddGateway(String root, long seed, int oddOfHundred) {
        this(root, new Random(seed), oddOfHundred / 100.0, Set.of(), field -> false);
    }

    private OddGateway(
            String root, Random random, double oddShare, Set<String> droppedFromRequests, Predicate<String> hostile) {
        this.root = root;
        this.random = random;
        this.oddShare = oddShare;
        this.droppedFromRequests = droppedFromRequests;
        this.hostile = hostile;
        this.server = new SocketServer(this::answer, this::fault, random.nextBoolean());
    }

    /** Answers as the sandbox does and loses fields of what it passes on, as some gateways do. */
    public static OddGateway losing(String root, String... fields) {
        return new OddGateway(root, new Random(0), 0, Set.of(fields), field -> false);
    }

    /**
     * Puts halves of surrogate pairs, NULs, control characters, emoji at every length and codes nobody has
     * heard of into every string of every answer that a client need not understand, error bodies included.
     */
    public static OddGateway hostileTexts(String root, long seed) {
        return new OddGateway(root, new Random(seed), 0, Set.of(), field -> !UNDERSTOOD.contains(field));
    }

    /** As {@link #hostileTexts}, in one of so many strings of any kind, and some requests are answered oddly. */
    public static OddGateway hostileEverywhere(String root, long seed, int oneOf) {
        Random chance = new Random(seed);
        return new OddGateway(root, new Random(seed), 0.1, Set.of(), field -> chance.nextInt(oneOf) == 0);
    }

    /** The gateway's address without a path. */
    public String root() {
        return server.url();
    }

    /** How often a key has reached the other origin. */
    public int canaries() {
        return canaries.get();
    }

    private Answer catchCanary(ReceivedRequest request) {
        if (request.headers().values().stream().anyMatch(value -> value.contains(Canary.KEY))) {
            canaries.incrementAndGet();
        }
        return Answer.json(200, "{\"id\":\"elsewhere\",\"data\":[]}");
    }

    private synchronized Optional<Fault> fault(ReceivedRequest request) {
        if (random.nextDouble() >= oddShare / 4) {
            return Optional.empty();
        }
        // an answer that never comes costs a client all its time, so it is seldom
        Fault[] faults = Fault.values();
        return Optional.of(
                random.nextInt(50) == 0 ? Fault.TIMEOUT_AFTER : faults[1 + random.nextInt(faults.length - 1)]);
    }

    private synchronized int draw(int bound) {
        return random.nextInt(bound);
    }

    private synchronized boolean odd() {
        return random.nextDouble() < oddShare;
    }

    private <T> T any(List<T> list) {
        return list.get(draw(list.size()));
    }

    private Answer answer(ReceivedRequest request) {
        return changed(oddly(request), this::withHostileTexts);
    }

    private Answer oddly(ReceivedRequest request) {
        if (!odd()) {
            return passedOn(request);
        }
        return switch (draw(12)) {
            case 0 -> words(any(REFUSALS)).with("Retry-After", any(List.of("0", "31536000", "soon", "-1")));
            case 1 -> words(any(FAILURES));
            case 2 -> redirect(passedOn(request), request);
            case 3 -> status(passedOn(request), any(List.of(100, 102, 103, 199, 202, 204, 206, 226, 299)));
            case 4 -> {
                passedOn(request);
                yield Answer.json(
                        200,
                        any(List.of(
                                "{\"error\":{\"message\":\"no\"}}",
                                "{}",
                                "[]",
                                "null",
                                "",
                                "{\"data\":null}",
                                "\"ok\"")));
            }
            case 5, 6, 7 -> changed(passedOn(request), this::withoutAField);
            case 8 -> changed(passedOn(request), this::withSomethingHuge);
            case 9 -> {
                passedOn(request);
                yield words(any(FAILURES));
            }
            case 10 -> late(passedOn(request));
            default -> changed(passedOn(request), this::withAnotherValue);
        };
    }

    private Answer words(int status) {
        String body = any(List.of(
                "{\"error\":{\"message\":\"no\",\"code\":\"x\"}}",
                "{\"error\":\"no\"}",
                "{\"errors\":[\"no\",{\"message\":\"nor this\"}]}",
                "{\"detail\":[{\"loc\":[\"body\",\"model\"],\"msg\":\"no\"}]}",
                "{\"detail\":\"no\"}",
                "{\"message\":{\"detail\":\"no\"}}",
                "<html><title>no</title></html>",
                "no",
                ""));
        return Answer.json(status, body);
    }

    private Answer redirect(Answer answer, ReceivedRequest request) {
        return status(answer, any(REDIRECTS)).with("Location", elsewhere.url() + request.path());
    }

    private static Answer status(Answer answer, int status) {
        return Answer.of(status, "application/json", answer.body());
    }

    private synchronized String withHostileTexts(ObjectNode object) {
        return written(hostile("", object));
    }

    private JsonNode hostile(String field, JsonNode value) {
        if (value instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(name -> object.replace(name, hostile(name, object.get(name))));
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, hostile(field, array.get(i)));
            }
        } else if (value.isTextual() && hostile.test(field)) {
            return TextNode.valueOf(hostile(value.textValue()));
        }
        return value;
    }

    private String hostile(String text) {
        String half = random.nextBoolean() ? "\uD83D" : "\uDE00";
        return switch (random.nextInt(6)) {
            case 0 -> text + half;
            case 1 -> half + text + "\u0000";
            case 2 -> "x".repeat(random.nextInt(2_100)) + "\uD83D\uDE00".repeat(3);
            case 3 -> text + "\r\n\u2028\u001B[31m\u202E\uFEFF";
            case 4 -> "never_heard_of_" + random.nextInt(100);
            default -> "";
        };
    }

    private static String written(JsonNode json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer changed(Answer answer, Function<ObjectNode, String> change) {
        try {
            JsonNode json = MAPPER.readTree(answer.body());
            return json instanceof ObjectNode object ? Answer.json(answer.status(), change.apply(object)) : answer;
        } catch (IOException e) {
            return answer;
        }
    }

    private Answer late(Answer answer) {
        try {
            Thread.sleep(draw(20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answer;
    }

    private String withAnotherValue(ObjectNode object) {
        String field = any(DROPPED);
        JsonNode value = MAPPER.valueToTree(any(List.of("", "hibernating", -1, 1e300, true, List.of(), Map.of())));
        Stream.concat(Stream.of(object), object.findParents(field).stream())
                .filter(ObjectNode.class::isInstance)
                .filter(each -> each.has(field))
                .forEach(each -> ((ObjectNode) each).set(field, value));
        return object.toString();
    }

    private String withoutAField(ObjectNode object) {
        String field = any(DROPPED);
        Stream.concat(Stream.of(object), object.findParents(field).stream())
                .filter(ObjectNode.class::isInstance)
                .forEach(each -> ((ObjectNode) each).remove(field));
        return object.toString();
    }

    private String withSomethingHuge(ObjectNode object) {
        String body = object.toString();
        String field = any(List.of(
                "\"deep\":" + "[".repeat(1_200) + "]".repeat(1_200),
                "\"long\":" + "1".repeat(1_001),
                "\"" + "n".repeat(50_001) + "\":1",
                "\"big\":1e999999999"));
        return body.length() > 2 ? body.substring(0, body.length() - 1) + "," + field + "}" : "{" + field + "}";
    }

    private Answer passedOn(ReceivedRequest request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(root + target(request)));
        request.headers().forEach((name, value) -> {
            if (!NOT_PASSED_ON.contains(name)) {
                builder.header(name, value);
            }
        });
        try {
            builder.method(request.method(), BodyPublishers.ofByteArray(body(request)));
            HttpResponse<byte[]> answer = client.send(builder.build(), BodyHandlers.ofByteArray());
            String type = answer.headers().firstValue("content-type").orElse("application/json");
            return Answer.of(answer.statusCode(), type, answer.body());
        } catch (IOException e) {
            return Answer.of(502, "text/plain", e.toString().getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.of(502, "text/plain", new byte[0]);
        }
    }

    private byte[] body(ReceivedRequest request) throws IOException {
        if (droppedFromRequests.isEmpty() || request.json().isEmpty()) {
            return request.body();
        }
        JsonNode json = MAPPER.readTree(request.json());
        return json instanceof ObjectNode object
                ? MAPPER.writeValueAsBytes(object.remove(droppedFromRequests))
                : request.body();
    }

    private static String target(ReceivedRequest request) {
        String query = request.query().entrySet().stream()
                .map(pair -> encoded(pair.getKey()) + "=" + encoded(pair.getValue()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? request.path() : request.path() + "?" + query;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.close();
        elsewhere.close();
    }
}
