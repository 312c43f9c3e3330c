package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What people decide: rollbacks, archiving, remedies, judgements, shutdown dates, successors. Remembers what was
 * acknowledged, and what may have happened without an answer.
 */
final class RegistryVerbs {
    private static final String VERSIONS = "/api/models/kept/versions/";

    private final ApiCalls calls;
    private final Random random;
    private final Map<String, Integer> counts;
    private int number;

    private Set<String> production = Set.of("1.0.0");
    private int rollbacks;
    private int rollbacksAcknowledged;
    private Set<String> archived = Set.of("ACTIVE");
    private String dataset = "";
    private int revision = 1;
    private String judged = "";
    private final Set<String> perhapsJudged = new HashSet<>();
    private final Set<String> judgedItems = new HashSet<>();
    private Set<String> ends = Set.of("");
    private final Map<String, String> successors = new LinkedHashMap<>();

    RegistryVerbs(ApiCalls calls, Random random, Map<String, Integer> counts) {
        this.calls = calls;
        this.random = random;
        this.counts = counts;
    }

    interface Verb {
        void call() throws IOException, InterruptedException;
    }

    /** All of them. */
    List<Verb> all() {
        return List.of(this::rollBack, this::archive, this::remedy, this::judge, this::announce, this::succeed);
    }

    /** A model with two versions in turn in production and a third, one that ends, and a dataset with repetitions. */
    void prepare(String source) throws IOException, InterruptedException {
        train(source, "kept", "local-linear");
        calls.post(VERSIONS + "1.0.0/promotion", "{\"override\": true, \"why\": \"first\"}");
        judged = train(source, "kept", "local-nearest");
        train(source, "kept", "local");
        train(source, "ending", "local-linear");
        dataset = calls.post(
                "/api/datasets/examples", "{\"name\": \"messy\", \"examples\": [%s]}".formatted(row()), "id");
    }

    private String row() {
        return "{\"messages\": [{\"role\": \"user\", \"content\": \"messy %d?\"}, {\"role\": \"assistant\", \"content\": \"yes\"}]}"
                .formatted(number++);
    }

    private String train(String source, String model, String base) throws IOException, InterruptedException {
        String run = calls.post(
                "/api/runs",
                "{\"dataset\": \"%s\", \"model\": \"%s\", \"baseModel\": \"%s\", \"epochs\": 1}"
                        .formatted(source, model, base),
                "id");
        calls.get("/api/runs/" + run + "/stream");
        return run;
    }

    /** Promotes the version that is not in production, and returns to the one before. */
    private void rollBack() throws IOException, InterruptedException {
        String now = calls.get("/api/models/kept/production").path("version").asText();
        String other = now.equals("1.0.0") ? "1.0.1" : "1.0.0";
        production = Set.of(now, other);
        calls.post(VERSIONS + other + "/promotion", "{\"override\": true, \"why\": \"try it\"}");
        production = Set.of(other);
        rollbacks++;
        production = Set.of(now, other);
        String after = calls.post("/api/models/kept/rollback", "{\"why\": \"back\"}", "version");
        assertThat(after).isEqualTo(now);
        production = Set.of(after);
        rollbacksAcknowledged++;
        count("rollback");
    }

    private void archive() throws IOException, InterruptedException {
        boolean away = calls.get("/api/models/kept").findValuesAsText("status").contains("ARCHIVED");
        archived = Set.of("ACTIVE", "ARCHIVED");
        String verb = away ? "restoration" : "archive";
        archived = Set.of(calls.post(VERSIONS + "1.0.2/" + verb, "{\"why\": \"tidied\"}", "status"));
        count(verb);
    }

    /** Adds an example twice, and has the repetition dropped. */
    private void remedy() throws IOException, InterruptedException {
        String example = "{\"user\": \"again %d?\", \"assistant\": \"yes\"}".formatted(number++);
        for (int i = 0; i < 2; i++) {
            acknowledged(calls.post("/api/datasets/" + dataset + "/examples", example));
        }
        JsonNode after = calls.post("/api/datasets/" + dataset + "/remedies/drop-duplicates?revision=" + revision, "");
        acknowledged(after);
        count("remedy");
    }

    private void acknowledged(JsonNode changed) {
        int now = changed.path("current").path("number").asInt();
        assertThat(now).isGreaterThan(revision);
        revision = now;
    }

    private void judge() throws IOException, InterruptedException {
        String path = "/api/evaluations/" + judged;
        JsonNode left = calls.get(path + "/pairs").path("remaining");
        for (JsonNode pair : left) {
            String item = pair.path("item").asText();
            if (perhapsJudged.add(item)) {
                calls.post(path + "/judgements", "{\"item\": \"%s\", \"preference\": \"left\"}".formatted(item));
                judgedItems.add(item);
                count("judgement");
                return;
            }
        }
    }

    private void announce() throws IOException, InterruptedException {
        String at = "20%02d-01-01T00:00:00Z".formatted(30 + number++ % 60);
        Set<String> either = new HashSet<>(ends);
        either.add(at);
        ends = either;
        calls.post("/api/retirements", "{\"baseModel\": \"local-linear\", \"at\": \"%s\"}".formatted(at));
        ends = Set.of(at);
        count("announcement");
    }

    private void succeed() throws IOException, InterruptedException {
        String base = random.nextBoolean() ? "local-nearest" : "local";
        successors.putIfAbsent(base, "");
        succeed(base);
        count("successor");
    }

    private void succeed(String base) throws IOException, InterruptedException {
        String run = calls.post(
                "/api/models/ending/versions/1.0.0/successor", "{\"baseModel\": \"%s\"}".formatted(base), "id");
        assertThat(successors.get(base)).as(base).isIn("", run);
        successors.put(base, run);
    }

    /** After a restart. */
    void check() throws IOException, InterruptedException {
        assertThat(production)
                .contains(
                        calls.get("/api/models/kept/production").path("version").asText());
        long back = calls.get("/api/models/kept/history").findValuesAsText("why").stream()
                .filter("back"::equals)
                .count();
        assertThat(back).isBetween((long) rollbacksAcknowledged, (long) rollbacks);
        rollbacks = (int) back;
        rollbacksAcknowledged = (int) back;
        for (JsonNode version : calls.get("/api/models/kept").path("versions")) {
            if (version.path("version").asText().equals("1.0.2")) {
                assertThat(archived).contains(version.path("status").asText());
            }
        }
        checkRemedied();
        Set<String> remaining = new HashSet<>(calls.get("/api/evaluations/" + judged + "/pairs")
                .path("remaining")
                .findValuesAsText("item"));
        assertThat(judgedItems).allSatisfy(item -> assertThat(remaining).doesNotContain(item));
        JsonNode retirements = calls.get("/api/retirements").path("retirements");
        assertThat(ends)
                .contains(
                        retirements.isEmpty()
                                ? ""
                                : retirements.get(0).path("at").asText());
        for (String base : List.copyOf(successors.keySet())) {
            succeed(base);
        }
        long runs = calls.get("/api/runs?model=ending&limit=1000").path("runs").size() - 1L;
        assertThat(runs).as("successors that are trained").isEqualTo(successors.size());
    }

    /** The newest revision is one that was acknowledged, or the one after, and its examples are there. */
    private void checkRemedied() throws IOException, InterruptedException {
        JsonNode current = calls.get("/api/datasets/" + dataset).path("current");
        assertThat(current.path("number").asInt()).isBetween(revision, revision + 1);
        revision = current.path("number").asInt();
        JsonNode examples = calls.get("/api/datasets/" + dataset + "/examples?limit=1000");
        assertThat(examples.path("examples")).hasSize(current.path("examples").asInt());
    }

    private void count(String verb) {
        counts.merge(verb, 1, Integer::sum);
    }
}
