package dev.finetuning.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which request goes where. */
public final class Routes {
    private final Pattern prefix;
    private final List<Route> routes = new ArrayList<>();

    /** Takes paths without what the regular expression finds at their beginning. */
    public Routes(String prefix) {
        this.prefix = Pattern.compile("^(?:" + prefix + ")(?=/)");
    }

    /** Handles a request; the id is what the path holds in its place, or empty. */
    @FunctionalInterface
    public interface Handler {
        /** Answers it. */
        Answer handle(ReceivedRequest request, String id);
    }

    private record Route(String method, Pattern path, Handler handler) {}

    /** Adds a route; {@code *} in the path stands for an id. */
    public Routes on(String method, String path, Handler handler) {
        Pattern pattern = Pattern.compile("\\Q" + path.replace("*", "\\E([^/]+)\\Q") + "\\E");
        routes.add(new Route(method, pattern, handler));
        return this;
    }

    /** The answer to a request; empty where no route leads anywhere. */
    public Optional<Answer> answer(ReceivedRequest request) {
        String path = prefix.matcher(request.path()).replaceFirst("");
        for (Route route : routes) {
            Matcher matcher = route.path().matcher(path);
            if (route.method().equals(request.method()) && matcher.matches()) {
                String id = matcher.groupCount() == 0 ? "" : matcher.group(1);
                return Optional.of(route.handler().handle(request, URLDecoder.decode(id, StandardCharsets.UTF_8)));
            }
        }
        return Optional.empty();
    }
}
