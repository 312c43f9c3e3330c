package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** All that the API offers for searches, once. */
record SearchWay(DescribedClient client) {
    static final String ORDER = """
            {"name": "%s", "dataset": "%s", "model": "searched", "baseModel": "local-nearest",
             "epochs": "2, 4, 8", "others": "", "strategy": "grid", "trials": 3, "parallel": 2, "budget": 1}\
            """;
    private static final String ONE = "/api/searches/{search}";

    void go(String dataset) throws Exception {
        String order = ORDER.formatted("first", dataset);
        client.call("POST", "/api/searches", "/api/searches", order);
        client.call("POST", "/api/searches", "/api/searches", order);
        JsonNode done = client.await(
                ONE,
                "/api/searches/first",
                search -> search.path("status").asText().equals("DONE"));
        assertThat(done.path("trials"))
                .hasSize(3)
                .allSatisfy(trial -> assertThat(trial.path("outcome").asText()).isEqualTo("MEASURED"));
        assertThat(done.path("trials").get(0).path("number")).isEqualTo(done.path("winner"));
        assertThat(done.path("end").asText()).isEqualTo("TRIALS");
        client.call("POST", ONE + "/promotion", "/api/searches/first/promotion", "");
        JsonNode fresh = client.await(ONE, "/api/searches/first", search -> search.has("fresh"))
                .path("fresh");
        assertThat(fresh.path("promoted").asBoolean()).as(fresh.toString()).isTrue();
        assertThat(fresh.path("metrics").get(0).path("cases").asInt()).isPositive();
        JsonNode history = client.call("GET", "/api/models/{model}/history", "/api/models/searched/history", "");
        assertThat(history.toString()).contains("the winner of the search first");
        client.call("POST", "/api/searches", "/api/searches", ORDER.formatted("second", dataset));
        client.call("POST", ONE + "/cancel", "/api/searches/second/cancel", "");
        JsonNode all = client.call("GET", "/api/searches", "/api/searches", "");
        assertThat(all.path("searches").get(0).path("status").asText()).isEqualTo("CANCELLED");
    }
}
