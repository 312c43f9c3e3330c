package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** All that the API offers for drift, once. */
record DriftWay(DescribedClient client) {
    private static final String ONE = "/api/drift/{version}";

    void go(String version) throws Exception {
        String here = "/api/drift/" + version;
        String order = "{\"version\": \"%s\"}".formatted(version);
        client.call("POST", "/api/drift", "/api/drift", order);
        JsonNode begun = client.call("POST", "/api/drift", "/api/drift", order);
        assertThat(begun.path("rings").asBoolean()).isFalse();
        assertThat(begun.path("watched").findValuesAsText("what")).containsExactly("score", "length of the question");
        int values = 0;
        JsonNode now = begun;
        while (!now.path("rings").asBoolean() && values < 200) {
            now = client.call(
                    "POST",
                    ONE + "/values",
                    here + "/values",
                    "{\"question\": \"%s\", \"score\": 0}".formatted("What?"));
            values++;
        }
        JsonNode scores = now.path("watched").get(0);
        assertThat(now.path("rings").asBoolean()).isTrue();
        assertThat(scores.path("alarm").asText() + now.path("watched").get(1).path("alarm"))
                .contains("drifts");
        assertThat(scores.path("values").asInt()).isEqualTo(values);
        assertThat(client.call("GET", ONE, here, "")).isEqualTo(now);
        assertThat(client.call("GET", "/api/drift", "/api/drift", "").path("watches"))
                .hasSize(1);
        for (JsonNode watched : now.path("watched")) {
            now = client.call(
                    "POST",
                    ONE + "/restart",
                    here + "/restart",
                    "{\"what\": \"%s\"}".formatted(watched.path("what").asText()));
        }
        assertThat(now.path("rings").asBoolean()).isFalse();
        assertThat(now.path("watched").get(0).path("values").asInt()).isZero();
        assertThat(client.console()
                        .post(here + "/values", RunningConsole.ANN, "{}")
                        .statusCode())
                .isEqualTo(422);
    }
}
