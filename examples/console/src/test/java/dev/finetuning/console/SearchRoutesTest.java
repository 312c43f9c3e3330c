package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchRoutesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "epochs|0..3|epochs",
                "epochs|3..1|epochs",
                "epochs|1..|epochs",
                "epochs|<b>|epochs",
                "epochs|1e99..2e99|epochs",
                "learningRateMultiplier|0.1..10 log|strategy",
                "epochs|1..1000000|strategy",
                "others|nonsense|others",
                "others|x: 1..10 log log|others",
                "strategy|clever|strategy",
                "trials|0|trials",
                "parallel|99|parallel",
                "baseModel|unknown|",
                "name|a/b|name"
            })
    void start_orderThatCannotBeCarriedOut_isRefusedAndStartsNothing(String field, String value, String blamed)
            throws Exception {
        try (RunningConsole console = RunningConsole.withTokens(folder)) {
            String dataset = console.uploadSupport(RunningConsole.ANN);
            ObjectNode order = (ObjectNode) RunningConsole.json(SearchWay.ORDER.formatted("odd", dataset));
            order.put(field, value);

            HttpResponse<String> answer = console.post("/api/searches", RunningConsole.ANN, order.toString());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
            if (blamed != null) {
                assertThat(RunningConsole.json(answer).path("detail").asText()).startsWith(blamed);
            }
            assertThat(console.get("/api/searches", RunningConsole.ANN).body()).isEqualTo("{\"searches\":[]}");
        }
    }

    @Test
    void search_rightsAndTenants_areKept() throws Exception {
        try (RunningConsole console = RunningConsole.withTokens(folder)) {
            String order = SearchWay.ORDER.formatted("ours", console.uploadSupport(RunningConsole.ANN));

            assertThat(console.post("/api/searches", RunningConsole.EVE, order).statusCode())
                    .isEqualTo(403);
            assertThat(console.post("/api/searches", RunningConsole.MALLORY, order)
                            .statusCode())
                    .isEqualTo(404);
            assertThat(console.post("/api/searches", RunningConsole.BOB, order).statusCode())
                    .isEqualTo(201);
            assertThat(console.get("/api/searches/ours", RunningConsole.MALLORY).statusCode())
                    .isEqualTo(404);
            assertThat(console.post("/api/searches/ours/cancel", RunningConsole.MALLORY, "")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(console.post("/api/searches/ours/promotion", RunningConsole.BOB, "")
                            .statusCode())
                    .isEqualTo(403);
            HttpResponse<String> other =
                    console.post("/api/searches", RunningConsole.BOB, order.replace("2, 4, 8", "2, 4"));
            assertThat(other.statusCode()).isEqualTo(409);
            assertThat(other.body()).contains("name_taken");
        }
    }

    @Test
    void search_consoleStartedAgain_goesOnAndTrainsNothingTwice() throws Exception {
        try (RunningConsole console = RunningConsole.withTokens(folder)) {
            String order = SearchWay.ORDER.formatted("ours", console.uploadSupport(RunningConsole.ANN));
            assertThat(console.post("/api/searches", RunningConsole.ANN, order).statusCode())
                    .isEqualTo(201);
        }

        try (RunningConsole console = RunningConsole.withTokens(folder)) {
            DescribedClient client =
                    new DescribedClient(console, new DescribedApi(console.get("/api/openapi.json", "")));
            JsonNode search = client.await(
                    "/api/searches/{search}",
                    "/api/searches/ours",
                    now -> now.path("status").asText().equals("DONE"));
            assertThat(search.path("trials")).hasSize(3);
            JsonNode runs = client.call("GET", "/api/runs", "/api/runs", "").path("runs");
            assertThat(runs).hasSize(3).allSatisfy(run -> {
                assertThat(run.path("labels").path("by").asText()).isEqualTo("Ann");
                assertThat(run.path("labels").path("tenant").asText()).isEqualTo("acme");
            });
        }
    }
}
