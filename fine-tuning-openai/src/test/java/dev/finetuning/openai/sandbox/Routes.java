package dev.finetuning.openai.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which request goes where. Paths are taken without their {@code /v1} or {@code /openai/v1}. */
final class Routes {
    private static final Pattern PREFIX = Pattern.compile("^(?:/openai)?/v1(?=/)");

    private final List<Route> routes = new ArrayList<>();

    /** Handles a request; the id is what the path holds in its place, or empty. */
    @FunctionalInterface
    interface Handler {
        Answer handle(ReceivedRequest request, String id);
    }

    private record Route(String method, Pattern path, Handler handler) {}

    /** Adds a route; {@code *} in the path stands for an id. */
    Routes on(String method, String path, Handler handler) {
        Pattern pattern = Pattern.compile("\\Q" + path.replace("*", "\\E([^/]+)\\Q") + "\\E");
        routes.add(new Route(method, pattern, handler));
        return this;
    }

    Answer answer(ReceivedRequest request) {
        Map<String, String> headers = request.headers();
        if (!headers.containsKey("authorization") && !headers.containsKey("api-key")) {
            return Answer.error(401, "invalid_api_key", "You didn't provide an API key.");
        }
        String path = PREFIX.matcher(request.path()).replaceFirst("");
        for (Route route : routes) {
            Matcher matcher = route.path().matcher(path);
            if (route.method().equals(request.method()) && matcher.matches()) {
                String id = matcher.groupCount() == 0 ? "" : matcher.group(1);
                return route.handler()
                        .handle(request, java.net.URLDecoder.decode(id, java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return Answer.error(404, "unknown_url", "Invalid URL (" + request.method() + " " + path + ")");
    }

    /** One page of a list that is newest first, by the query's {@code after} and {@code limit}. */
    static Answer page(List<Map<String, Object>> newestFirst, Map<String, String> query, int usualLimit) {
        int limit = Integer.parseInt(query.getOrDefault("limit", String.valueOf(usualLimit)));
        int from = 0;
        for (int i = 0; i < newestFirst.size(); i++) {
            if (newestFirst.get(i).get("id").equals(query.get("after"))) {
                from = i + 1;
            }
        }
        int to = Math.min(newestFirst.size(), from + limit);
        return Answer.json(200, Json.text(Json.list(newestFirst.subList(from, to), to < newestFirst.size())));
    }
}
