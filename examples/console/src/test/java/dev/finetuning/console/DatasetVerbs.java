package dev.finetuning.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Uploads, examples that are added one by one, and deletions. Remembers what was acknowledged. */
final class DatasetVerbs {
    private final ApiCalls calls;
    private final Random random;
    private final Map<String, Integer> counts;
    private final Map<String, Set<String>> datasets = new LinkedHashMap<>();
    private final Set<String> doomed = new HashSet<>();
    private final Set<String> deleted = new HashSet<>();
    private int number;

    DatasetVerbs(ApiCalls calls, Random random, Map<String, Integer> counts) {
        this.calls = calls;
        this.random = random;
        this.counts = counts;
    }

    List<RegistryVerbs.Verb> all() {
        return List.of(this::add, this::addExample, this::delete);
    }

    /** Uploads a dataset that no verb changes; returns its id. */
    String upload(String name) throws IOException, InterruptedException {
        return calls.upload(name, RunningConsole.support());
    }

    private void add() throws IOException, InterruptedException {
        datasets.put(upload("d" + number++), new LinkedHashSet<>());
        count("upload");
    }

    private void addExample() throws IOException, InterruptedException {
        List<String> alive = List.copyOf(alive());
        if (!alive.isEmpty()) {
            String id = alive.get(random.nextInt(alive.size()));
            String question = "question " + number++;
            calls.post(
                    "/api/datasets/" + id + "/examples",
                    "{\"user\": \"%s\", \"assistant\": \"answer\"}".formatted(question));
            datasets.get(id).add(question);
            count("example");
        }
    }

    private void delete() throws IOException, InterruptedException {
        List<String> alive = List.copyOf(alive());
        if (alive.size() > 3) {
            String id = alive.get(random.nextInt(alive.size()));
            doomed.add(id);
            calls.send("DELETE", "/api/datasets/" + id, null);
            deleted.add(id);
            count("delete");
        }
    }

    private Set<String> alive() {
        return datasets.keySet().stream()
                .filter(id -> !doomed.contains(id))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** After a restart: what was acknowledged is there, and what was deleted is gone. */
    void check() throws IOException, InterruptedException {
        Set<String> there =
                new HashSet<>(calls.get("/api/datasets").path("datasets").findValuesAsText("id"));
        assertThat(there).containsAll(alive());
        assertThat(deleted).allSatisfy(id -> assertThat(there).doesNotContain(id));
        for (String id : alive()) {
            String examples =
                    calls.get("/api/datasets/" + id + "/examples?limit=1000").toString();
            assertThat(datasets.get(id))
                    .allSatisfy(question -> assertThat(examples).contains('"' + question + '"'));
        }
    }

    private void count(String verb) {
        counts.merge(verb, 1, Integer::sum);
    }
}
