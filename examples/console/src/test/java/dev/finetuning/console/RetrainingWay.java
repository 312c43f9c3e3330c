package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** All that the API offers for retraining and retirement, once. */
record RetrainingWay(DescribedClient client) {
    private static final String ONE = "/api/retrainings/{model}";
    private static final String HERE = "/api/retrainings/learning";

    /** Sixteen questions with two answers, as JSON. */
    static String examples(int from) {
        return IntStream.range(from, from + 16)
                .mapToObj(i ->
                        """
                        {"messages": [{"role": "user", "content": "%s (%d)?"}, {"role": "assistant", "content": "%s"}]}\
                        """.formatted(i % 2 == 0 ? "Where is it" : "How to pay", i, i % 2 == 0 ? "Here." : "By card."))
                .collect(Collectors.joining(",", "{\"examples\": [", "]}"));
    }

    void go(String dataset) throws Exception {
        client.call("POST", "/api/retrainings", "/api/retrainings", """
                {"model": "learning", "baseModel": "local-linear", "afterExamples": 30, "promote": true}\
                """);
        JsonNode receipts = client.call("POST", ONE + "/examples", HERE + "/examples", examples(0));
        assertThat(receipts.path("receipts")).hasSize(16);
        JsonNode again = client.call("POST", ONE + "/examples", HERE + "/examples", examples(0));
        assertThat(again.toString()).doesNotContain("QUEUED");
        client.call("POST", ONE + "/pause", HERE + "/pause", "");
        client.call("POST", ONE + "/examples", HERE + "/examples", examples(16));
        assertThat(client.call("GET", ONE, HERE, "").path("waiting").asInt()).isEqualTo(32);
        client.call("POST", ONE + "/resumption", HERE + "/resumption", "");
        JsonNode first = client.await(
                ONE,
                HERE,
                now -> now.path("rounds").path(0).path("outcome").asText().equals("REGISTERED"));
        assertThat(first.path("rounds").get(0).path("reason").asText()).isEqualTo("32 examples wait");
        assertThat(first.path("waiting").asInt()).isZero();
        client.call("POST", ONE + "/examples", HERE + "/examples", examples(32));
        client.call("POST", ONE + "/rounds", HERE + "/rounds", "");
        JsonNode second = client.await(
                ONE,
                HERE,
                now -> now.path("rounds").path(1).path("outcome").asText().equals("REGISTERED"));
        assertThat(second.path("rounds").get(1).path("reason").asText()).isEqualTo("ordered by Ann");
        handIn(dataset);
        client.call("GET", "/api/retrainings", "/api/retrainings", "");
    }

    private void handIn(String dataset) throws Exception {
        client.call("POST", ONE + "/pause", HERE + "/pause", "");
        String order = "{\"dataset\": \"%s\", \"revision\": 1}".formatted(dataset);
        client.call("POST", ONE + "/datasets", HERE + "/datasets", order);
        JsonNode handed = client.await(ONE, HERE, RetrainingWay::isHandedIn);
        int waiting = handed.path("waiting").asInt();
        assertThat(waiting).isPositive();
        assertThat(handed.path("datasets").get(0).path("note").asText())
                .startsWith(waiting + " examples are in the queue");
        client.call("POST", ONE + "/datasets", HERE + "/datasets", order);
        JsonNode again = client.await(ONE, HERE, RetrainingWay::isHandedIn);
        assertThat(again.path("waiting").asInt()).isEqualTo(waiting);
        assertThat(again.path("datasets"))
                .singleElement()
                .satisfies(feed -> assertThat(feed.path("note").asText()).startsWith("0 examples are in the queue"));
    }

    private static boolean isHandedIn(JsonNode retraining) {
        return retraining.path("datasets").path(0).path("status").asText().equals("DONE");
    }

    /** The base model of a version in production ends, so the version is trained again on another. */
    void retire(String model, String version, String baseModel, String successor) throws Exception {
        client.call("POST", "/api/retirements", "/api/retirements", """
                {"baseModel": "%s", "at": "2027-03-01", "source": "its page"}\
                """.formatted(baseModel));
        client.call("POST", "/api/retirements/look", "/api/retirements/look", "");
        JsonNode ahead = client.call("GET", "/api/retirements", "/api/retirements?before=2028-01-01", "");
        assertThat(ahead.toString()).contains("its page, according to Ann", "production");
        assertThat(client.call("GET", "/api/retirements", "/api/retirements?before=2027-01-01", "")
                        .path("retirements"))
                .isEmpty();
        String path = "/api/models/" + model + "/versions/" + version + "/successor";
        String template = "/api/models/{model}/versions/{version}/successor";
        String order = "{\"baseModel\": \"%s\"}".formatted(successor);
        JsonNode run = client.call("POST", template, path, order);
        assertThat(client.call("POST", template, path, order).path("id")).isEqualTo(run.path("id"));
        JsonNode over = client.await(
                "/api/runs/{run}",
                "/api/runs/" + run.path("id").asText(),
                now -> now.path("status").asText().equals("SUCCEEDED"));
        assertThat(over.path("labels").path("successorOf").asText()).isEqualTo(model + "@" + version);
    }
}
