package dev.finetuning.console.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.finetuning.console.access.Session;
import dev.finetuning.console.work.Workspaces;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.List;
import java.util.Map;

/** Serves routes of the API, and their description. */
public final class ApiServer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TYPE = "application/json";

    private final Entrance entrance;
    private final Workspaces workspaces;

    /** A server of routes. */
    public ApiServer(Entrance entrance, Workspaces workspaces) {
        this.entrance = entrance;
        this.workspaces = workspaces;
    }

    /** Adds routes, and one for the description of them all, which needs no token. */
    public void serve(RoutesConfig config, List<ApiRoute> routes) {
        routes.forEach(route -> add(config, route));
        Map<String, Object> description = OpenApi.of(routes);
        config.get("/api/openapi.json", context -> json(context, 200, TYPE, description));
    }

    private void add(RoutesConfig config, ApiRoute route) {
        Handler handler = context -> handle(context, route);
        switch (route.method()) {
            case "GET" -> config.get(route.path(), handler);
            case "POST" -> config.post(route.path(), handler);
            default -> config.delete(route.path(), handler);
        }
    }

    private void handle(Context context, ApiRoute route) throws Exception {
        Session session = entrance.api(context, route.right());
        ApiCall call = new ApiCall(
                context, session.caller(), workspaces.of(session.caller().tenant()));
        Object answer = route.handler().answer(call);
        if (answer instanceof String) {
            context.status(route.status());
        } else {
            json(context, route.status(), TYPE, answer);
        }
    }

    /** Answers with a problem. */
    public static void problem(Context context, Problem problem) {
        json(context, problem.status(), "application/problem+json", problem.body());
    }

    /** Answers with JSON. */
    public static void json(Context context, int status, String type, Object value) {
        try {
            context.status(status).contentType(type).result(JSON.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists, texts and numbers can always be written", e);
        }
    }
}
