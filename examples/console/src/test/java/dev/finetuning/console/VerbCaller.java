package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Calls what changes something, in random order, until the console is killed, and remembers what was acknowledged. What
 * got no answer may have happened or not, and is sent again after the restart, as a careful client does.
 */
final class VerbCaller {
    private final ApiCalls calls = new ApiCalls();
    private final Random random;
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final RegistryVerbs registry;
    private final DatasetVerbs datasets;
    private int number;

    private final Map<String, String> runs = new LinkedHashMap<>();
    private final Set<String> runsAcknowledged = new HashSet<>();
    private final Set<String> submitted = new LinkedHashSet<>();
    private final Set<String> perhapsDecided = new HashSet<>();
    private final Set<String> decided = new HashSet<>();
    private final Set<Integer> fed = new LinkedHashSet<>();
    private final Set<Integer> fedAcknowledged = new HashSet<>();
    private final Map<String, String> searches = new LinkedHashMap<>();
    private final Set<String> searchesAcknowledged = new HashSet<>();
    private final Set<String> cancelled = new HashSet<>();
    private Set<String> production = Set.of("1.0.0");
    private int scores;
    private int scoresAcknowledged;
    private String source = "";

    VerbCaller(long seed) {
        random = new Random(seed);
        registry = new RegistryVerbs(calls, random, counts);
        datasets = new DatasetVerbs(calls, random, counts);
    }

    /** Two versions, an experiment between them, and a model that is trained as examples arrive. */
    void prepare(String where) throws IOException, InterruptedException {
        calls.at(where);
        source = datasets.upload("source");
        for (String base : List.of("local-linear", "local-nearest")) {
            String run = text(
                    post(
                            "/api/runs",
                            "{\"dataset\": \"%s\", \"model\": \"served\", \"baseModel\": \"%s\", \"epochs\": 2}"
                                    .formatted(source, base)),
                    "id");
            send("GET", "/api/runs/" + run + "/stream", null);
        }
        post("/api/models/served/versions/1.0.0/promotion", "{\"override\": true, \"why\": \"first\"}");
        post(
                "/api/experiments",
                "{\"name\": \"ab\", \"model\": \"served\", \"control\": \"1.0.0\", \"treatment\": \"1.0.1\"}");
        post("/api/retrainings", "{\"model\": \"fed\", \"baseModel\": \"local-linear\", \"afterExamples\": 1000000}");
        registry.prepare(source);
    }

    /** Calls verbs, has the console killed at a moment after some of them, and goes on until nobody answers. */
    void callUntilKilled(ConsoleProcess console) throws InterruptedException {
        calls.at(console.url());
        int until = 8 + random.nextInt(24);
        List<RegistryVerbs.Verb> verbs = new ArrayList<>(registry.all());
        verbs.addAll(datasets.all());
        verbs.addAll(List.of(
                this::startRun,
                this::cancelRun,
                this::submitForReview,
                this::decideReview,
                this::feed,
                this::score,
                this::move,
                this::startSearch,
                this::cancelSearch));
        try {
            for (int i = 0; true; i++) {
                if (i == until) {
                    console.killIn(random.nextInt(120));
                }
                verbs.get(random.nextInt(verbs.size())).call();
            }
        } catch (IOException killed) {
            // what was under way got no answer
        }
    }

    /** How often each verb was acknowledged. */
    Map<String, Integer> counts() {
        return counts;
    }

    private String order(String key) {
        return "{\"dataset\": \"%s\", \"model\": \"trained\", \"baseModel\": \"local-linear\", \"epochs\": 3, \"key\": \"%s\"}"
                .formatted(source, key);
    }

    private void startRun() throws IOException, InterruptedException {
        if (runs.size() < 12) {
            String key = "key " + number++;
            runs.put(key, "");
            runs.put(key, text(post("/api/runs", order(key)), "id"));
            runsAcknowledged.add(key);
            count("run");
        }
    }

    private void cancelRun() throws IOException, InterruptedException {
        String key = any(runsAcknowledged);
        if (!key.isEmpty() && cancelled.size() < 4) {
            post("/api/runs/" + runs.get(key) + "/cancel", "");
            cancelled.add(key);
            count("cancel");
        }
    }

    private void submitForReview() throws IOException, InterruptedException {
        submitted.add(text(
                post("/api/review", "{\"user\": \"review %d\", \"assistant\": \"answer\"}".formatted(number++)), "id"));
        count("review");
    }

    private void decideReview() throws IOException, InterruptedException {
        Set<String> open = new LinkedHashSet<>(submitted);
        open.removeAll(perhapsDecided);
        String id = any(open);
        if (!id.isEmpty()) {
            perhapsDecided.add(id);
            post("/api/review/" + id + "/decision", "{\"verdict\": \"accept\"}");
            decided.add(id);
            count("decision");
        }
    }

    private void feed() throws IOException, InterruptedException {
        int example = number++;
        fed.add(example);
        feed(example);
        fedAcknowledged.add(example);
        count("feed");
    }

    private String feed(int example) throws IOException, InterruptedException {
        return post("/api/retrainings/fed/examples", """
                        {"examples": [{"messages": [{"role": "user", "content": "fed %d?"},
                         {"role": "assistant", "content": "yes"}]}]}\
                        """.formatted(example))
                .path("receipts")
                .get(0)
                .path("outcome")
                .asText();
    }

    private void score() throws IOException, InterruptedException {
        scores++;
        post("/api/experiments/ab/scores", "{\"version\": \"1.0.1\", \"score\": 1}");
        scoresAcknowledged++;
        count("score");
    }

    private void move() throws IOException, InterruptedException {
        String next = random.nextBoolean() ? "1.0.0" : "1.0.1";
        Set<String> either = new HashSet<>(production);
        either.add(next);
        production = either;
        post("/api/models/served/versions/" + next + "/promotion", "{\"override\": true, \"why\": \"now this\"}");
        production = Set.of(next);
        count("promotion");
    }

    private void startSearch() throws IOException, InterruptedException {
        if (searches.size() < 3) {
            String name = "s" + number++;
            String order = """
                    {"name": "%s", "dataset": "%s", "model": "found", "baseModel": "local-linear", "epochs": "1, 2",
                     "strategy": "grid", "trials": 2}\
                    """.formatted(name, source);
            searches.put(name, order);
            post("/api/searches", order);
            searchesAcknowledged.add(name);
            count("search");
        }
    }

    private void cancelSearch() throws IOException, InterruptedException {
        String name = any(searchesAcknowledged);
        if (!name.isEmpty() && random.nextInt(4) == 0) {
            post("/api/searches/" + name + "/cancel", "");
            count("search cancelled");
        }
    }

    /** After a restart: nothing that was acknowledged is lost, and what is sent again happens once. */
    void check(String where) throws IOException, InterruptedException {
        calls.at(where);
        datasets.check();
        registry.check();
        for (String key : List.copyOf(runs.keySet())) {
            String id = text(post("/api/runs", order(key)), "id");
            assertThat(runs.get(key)).as(key).isIn("", id);
            runs.put(key, id);
            runsAcknowledged.add(key);
        }
        assertThat(get("/api/runs?model=trained&limit=1000").path("runs")).hasSameSizeAs(runs.keySet());
        Set<String> waiting =
                new HashSet<>(get("/api/review?limit=1000").path("items").findValuesAsText("id"));
        assertThat(decided).allSatisfy(id -> assertThat(waiting).doesNotContain(id));
        assertThat(submitted)
                .filteredOn(id -> !perhapsDecided.contains(id))
                .allSatisfy(id -> assertThat(waiting).contains(id));
        for (int example : fed) {
            String outcome = feed(example);
            assertThat(fedAcknowledged.contains(example) && !outcome.equals("KNOWN"))
                    .as("example %d was acknowledged and is %s", example, outcome)
                    .isFalse();
        }
        fedAcknowledged.addAll(fed);
        assertThat(get("/api/retrainings/fed").path("waiting").asInt()).isEqualTo(fed.size());
        assertThat(get("/api/experiments/ab").path("scoredTreatment").asInt()).isBetween(scoresAcknowledged, scores);
        assertThat(production)
                .contains(get("/api/models/served/production").path("version").asText());
        for (Map.Entry<String, String> search : searches.entrySet()) {
            post("/api/searches", search.getValue());
            searchesAcknowledged.add(search.getKey());
        }
        assertThat(get("/api/searches").path("searches")).hasSameSizeAs(searches.keySet());
    }

    /** Waits until nothing is under way; returns how many runs there were. */
    int awaitEnd() throws IOException, InterruptedException {
        for (int i = 0; i < 1_200; i++) {
            List<String> statuses = new ArrayList<>();
            Map<String, String> trials = new HashMap<>();
            for (JsonNode run : get("/api/runs?limit=1000").path("runs")) {
                statuses.add(run.path("status").asText());
                JsonNode labels = run.path("labels");
                if (labels.has("search")) {
                    assertThat(trials.put(labels.path("search").asText() + labels.path("trial"), ""))
                            .as("a trial trained twice")
                            .isNull();
                }
            }
            if (!statuses.contains("ACTIVE")
                    && !get("/api/searches").findValuesAsText("status").contains("RUNNING")) {
                assertThat(statuses).isSubsetOf("SUCCEEDED", "CANCELLED");
                return statuses.size();
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        throw new AssertionError("the runs do not end: " + get("/api/runs?limit=1000"));
    }

    private void count(String verb) {
        counts.merge(verb, 1, Integer::sum);
    }

    private String any(Set<String> choices) {
        List<String> all = List.copyOf(choices);
        return all.isEmpty() ? "" : all.get(random.nextInt(all.size()));
    }

    private static String text(JsonNode answer, String field) {
        return answer.path(field).asText();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return calls.get(path);
    }

    private JsonNode post(String path, String json) throws IOException, InterruptedException {
        return calls.post(path, json);
    }

    private JsonNode send(String method, String path, @Nullable String body) throws IOException, InterruptedException {
        return calls.send(method, path, body);
    }
}
