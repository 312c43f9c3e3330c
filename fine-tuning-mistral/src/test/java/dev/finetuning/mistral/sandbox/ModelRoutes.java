package dev.finetuning.mistral.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Json;
import dev.finetuning.sandbox.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** {@code /models} and {@code /fine_tuning/models}. */
final class ModelRoutes {
    /** Models anybody may ask; the second one has an announced end. */
    static final List<String> BASES = List.of("mistral-small-latest", "open-mistral-7b", "ministral-3b-latest");

    static final String ENDING = "open-mistral-7b";
    static final String END = "2027-03-30T12:00:00Z";

    private final Store store;

    ModelRoutes(Store store) {
        this.store = store;
    }

    void addTo(Routes routes) {
        String tuned = "/fine_tuning/models/*";
        routes.on("GET", "/models", (request, id) -> list())
                .on("GET", "/models/*", (request, id) -> describe(id))
                .on("DELETE", "/models/*", (request, id) -> withTuned(id, job -> delete(id)))
                .on("PATCH", tuned, (request, id) -> withTuned(id, job -> update(job, Json.parse(request.body()))))
                .on("POST", tuned + "/archive", (request, id) -> withTuned(id, job -> archive(id, true)))
                .on("DELETE", tuned + "/archive", (request, id) -> withTuned(id, job -> archive(id, false)));
    }

    private Answer list() {
        List<Map<String, Object>> models = new ArrayList<>();
        BASES.forEach(base -> models.add(base(base)));
        synchronized (store) {
            store.jobs.values().stream()
                    .filter(job -> store.jobOfModel(job.model()).isPresent())
                    .forEach(job -> models.add(tuned(job)));
        }
        return Answer.ok(Json.map("object", "list", "data", models));
    }

    private Answer describe(String id) {
        return BASES.contains(id) ? Answer.ok(base(id)) : withTuned(id, job -> Answer.ok(tuned(job)));
    }

    private Answer withTuned(String id, Function<SandboxJob, Answer> then) {
        return store.jobOfModel(id)
                .map(then)
                .orElseGet(() -> Replies.error(
                        BASES.contains(id) ? 403 : 404, "1500", "Model " + id + " does not exist or is not yours"));
    }

    private Answer delete(String id) {
        store.notes(id).deleted = true;
        return Answer.ok(Json.map("id", id, "object", "model", "deleted", true));
    }

    private Answer archive(String id, boolean archived) {
        store.notes(id).archived = archived;
        return Answer.ok(Json.map("id", id, "object", "model", "archived", archived));
    }

    private Answer update(SandboxJob job, JsonNode changes) {
        Store.ModelNotes notes = store.notes(job.model());
        notes.name = changes.path("name").asText(notes.name);
        notes.description = changes.path("description").asText(notes.description);
        Map<String, Object> json = Json.map(
                "id",
                job.model(),
                "object",
                "model",
                "created",
                job.created().getEpochSecond(),
                "owned_by",
                "5a4db0c5",
                "workspace_id",
                "5a4db0c5",
                "root",
                job.request().path("model").asText(),
                "root_version",
                "1",
                "archived",
                notes.archived,
                "name",
                notes.name,
                "description",
                notes.description,
                "capabilities",
                capabilities(job.classifier()),
                "job",
                job.id(),
                "model_type",
                job.classifier() ? "classifier" : "completion");
        if (job.classifier()) {
            json.put("classifier_targets", job.json(store.now()).get("classifier_targets"));
        }
        return Answer.ok(json);
    }

    private Map<String, Object> tuned(SandboxJob job) {
        Store.ModelNotes notes = store.notes(job.model());
        return Json.map(
                "id",
                job.model(),
                "object",
                "model",
                "created",
                job.created().getEpochSecond(),
                "owned_by",
                "5a4db0c5",
                "capabilities",
                capabilities(job.classifier()),
                "name",
                notes.name,
                "description",
                notes.description,
                "aliases",
                List.of(),
                "deprecation",
                null,
                "type",
                "fine-tuned",
                "job",
                job.id(),
                "root",
                job.request().path("model").asText(),
                "archived",
                notes.archived);
    }

    private Map<String, Object> base(String id) {
        return Json.map(
                "id",
                id,
                "object",
                "model",
                "created",
                store.second(),
                "owned_by",
                "mistralai",
                "capabilities",
                capabilities(false),
                "name",
                id,
                "aliases",
                List.of(),
                "deprecation",
                id.equals(ENDING) ? END : null,
                "type",
                "base");
    }

    private static Map<String, Object> capabilities(boolean classifier) {
        return Json.map("completion_chat", !classifier, "fine_tuning", false, "classification", classifier);
    }
}
