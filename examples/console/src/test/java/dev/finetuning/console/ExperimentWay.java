package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/** All that the API offers for A/B experiments, once. */
record ExperimentWay(DescribedClient client) {
    private static final String ONE = "/api/experiments/{experiment}";
    private static final String HERE = "/api/experiments/greeting";

    void go(String model, String control, String treatment) throws Exception {
        String order = """
                {"name": "greeting", "model": "%s", "control": "%s", "treatment": "%s", "share": 0.4}\
                """.formatted(model, control, treatment);
        client.call("POST", "/api/experiments", "/api/experiments", order);
        client.call("POST", "/api/experiments", "/api/experiments", order);
        Set<String> answered = new HashSet<>();
        for (int customer = 0; customer < 12; customer++) {
            String question = "{\"question\": \"Where is my order?\", \"key\": \"customer %d\"}".formatted(customer);
            JsonNode answer = client.call("POST", ONE + "/answers", HERE + "/answers", question);
            String version = answer.path("version").asText();
            assertThat(client.call("POST", ONE + "/answers", HERE + "/answers", question)
                            .path("version")
                            .asText())
                    .isEqualTo(version);
            answered.add(version);
        }
        assertThat(answered).containsExactlyInAnyOrder(model + "@" + control, model + "@" + treatment);
        for (int i = 0; i < 25; i++) {
            score(control, 0);
            score(treatment, 1);
        }
        JsonNode now = client.call("GET", ONE, HERE, "");
        assertThat(now.path("scoredControl").asInt()).isEqualTo(25);
        assertThat(now.path("scoredTreatment").asInt()).isEqualTo(25);
        assertThat(now.path("verdict").asText()).isEqualTo("BETTER");
        client.call("POST", ONE + "/end", HERE + "/end", "");
        assertThat(client.call("GET", "/api/experiments", "/api/experiments", "")
                        .path("experiments")
                        .get(0)
                        .path("endedBy")
                        .asText())
                .isEqualTo("Ann");
        assertThat(client.console()
                        .post(HERE + "/scores", RunningConsole.ANN, "{\"version\": \"1.0.0\", \"score\": 1}")
                        .statusCode())
                .isEqualTo(409);
    }

    private void score(String version, int score) throws Exception {
        client.call(
                "POST",
                ONE + "/scores",
                HERE + "/scores",
                "{\"version\": \"%s\", \"score\": %d}".formatted(version, score));
    }
}
