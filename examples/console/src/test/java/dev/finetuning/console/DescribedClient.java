package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Asks a console as Ann, and holds every answer against the description. */
record DescribedClient(RunningConsole console, DescribedApi api) {
    /** Sends a request that must succeed. */
    JsonNode call(String method, String template, String path, String body) throws Exception {
        HttpRequest request = console.request(path)
                .header("Authorization", "Bearer " + RunningConsole.ANN)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = console.send(request);
        api.check(method, template, answer);
        assertThat(answer.statusCode())
                .as("%s %s: %s", method, path, answer.body())
                .isLessThan(300);
        return answer.body().isEmpty() ? MissingNode.getInstance() : RunningConsole.json(answer);
    }

    /** Gets something again and again until it is as wanted. */
    JsonNode await(String template, String path, Predicate<JsonNode> wanted) throws Exception {
        JsonNode now = call("GET", template, path, "");
        for (int i = 0; i < 400 && !wanted.test(now); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
            now = call("GET", template, path, "");
        }
        assertThat(wanted.test(now)).as(now.toString()).isTrue();
        return now;
    }
}
