package dev.finetuning.console.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.finetuning.console.http.ApiCall;
import dev.finetuning.console.http.ApiRoute;
import dev.finetuning.console.http.JsonFields;
import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.shelf.DatasetChange;
import dev.finetuning.console.shelf.DatasetRevision;
import dev.finetuning.console.shelf.ExampleFile;
import dev.finetuning.console.shelf.LogChoice;
import dev.finetuning.console.shelf.StoredDataset;
import dev.finetuning.console.shelf.Upload;
import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.DiffCounts;
import dev.finetuning.dataset.RejectLimit;
import dev.finetuning.example.Example;
import dev.finetuning.format.ChatMessages;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.source.JsonLines;
import java.util.List;
import java.util.Map;

/** Datasets: upload, look, delete, compare revisions. */
final class DatasetRoutes {
    private DatasetRoutes() {}

    static List<ApiRoute> all() {
        return List.of(
                ApiRoute.get("/api/datasets", "The datasets, newest first")
                        .returns(200, "Datasets")
                        .by(call -> Map.of(
                                "datasets",
                                call.workspace().datasets().all().stream()
                                        .map(DatasetRoutes::json)
                                        .toList())),
                ApiRoute.post("/api/datasets", "Uploads a file in any format that is recognised")
                        .query("name", "Name")
                        .query("description", "Text")
                        .query("fileName", "Text")
                        .body("application/octet-stream", "File")
                        .failing(413)
                        .returns(201, "Dataset")
                        .by(DatasetRoutes::upload),
                ApiRoute.post("/api/datasets/examples", "Makes a dataset from examples with messages")
                        .body("NewDataset")
                        .returns(201, "Dataset")
                        .by(DatasetRoutes::create),
                logs(),
                database(),
                ApiRoute.get("/api/datasets/{dataset}", "One dataset with its revisions")
                        .returns(200, "Dataset")
                        .by(call -> whole(call, dataset(call))),
                ApiRoute.delete("/api/datasets/{dataset}", "Deletes a dataset; models trained on it stay")
                        .returns(204, "")
                        .by(DatasetRoutes::remove),
                ApiRoute.delete("/api/datasets/{dataset}/change", "Ends the remedy that is being applied")
                        .returns(200, "Dataset")
                        .by(DatasetRoutes::cancelChange),
                ApiRoute.get("/api/datasets/{dataset}/differences", "What changed between two revisions")
                        .query("from", "Revision")
                        .query("to", "Revision")
                        .returns(200, "Differences")
                        .by(DatasetRoutes::differences));
    }

    private static ApiRoute logs() {
        return choices(ApiRoute.post("/api/datasets/conversations", "Makes a dataset from a log, one message a row")
                .query("fileName", "Text")
                .body("application/octet-stream", "File")
                .failing(413)
                .by(DatasetRoutes::gather));
    }

    private static ApiRoute database() {
        return choices(ApiRoute.post(
                        "/api/datasets/conversations/database",
                        "Makes a dataset from the operator's log of conversations")
                .failing(404)
                .by(DatasetRoutes::gatherFromDatabase));
    }

    private static ApiRoute choices(ApiRoute unfinished) {
        ApiRoute route = unfinished.returns(201, "Dataset").query("name", "Name");
        for (String column :
                List.of("conversation", "role", "content", "agentColumn", "timeColumn", "feedbackColumn")) {
            route.query(column, "Column");
        }
        return route.query("agent", "Text")
                .query("after", "Time")
                .query("before", "Time")
                .query("minimumFeedback", "Number")
                .query("most", "Row");
    }

    private static Object gather(ApiCall call) {
        Fields query = call.query();
        Upload upload =
                new Upload(query.text("fileName").orElse("log"), call.context().bodyInputStream());
        return json(call.workspace()
                .datasets()
                .addLog(
                        query.require("name"),
                        upload,
                        LogChoice.of(query),
                        call.caller().who()));
    }

    private static Object gatherFromDatabase(ApiCall call) {
        Fields query = call.query();
        return json(call.workspace()
                .datasets()
                .addLog(
                        query.require("name"),
                        call.workspace().logs().orElseThrow(() -> RefusedException.notFound("database with logs")),
                        LogChoice.of(query),
                        call.caller().who()));
    }

    static StoredDataset dataset(ApiCall call) {
        return call.workspace().datasets().dataset(call.path("dataset"));
    }

    private static Object upload(ApiCall call) {
        Fields query = call.query();
        Upload upload = new Upload(
                query.text("fileName").orElse("upload"), call.context().bodyInputStream());
        return json(call.workspace()
                .datasets()
                .add(
                        query.require("name"),
                        query.text("description").orElse(""),
                        upload,
                        call.caller().who()));
    }

    private static Object create(ApiCall call) {
        JsonNode body = call.json();
        List<Example> examples = examples(body.path("examples"));
        return json(call.workspace()
                .datasets()
                .add(
                        body.path("name").asText(),
                        body.path("description").asText(),
                        examples,
                        call.caller().who()));
    }

    /** The examples of a JSON array, each with {@code messages}. */
    static List<Example> examples(JsonNode sent) {
        StringBuilder lines = new StringBuilder();
        sent.forEach(example -> lines.append(example).append('\n'));
        ExampleFormat format = ChatMessages.format();
        List<Example> examples = Dataset.builder("sent")
                .rejectLimit(RejectLimit.count(0))
                .add(JsonLines.ofText(lines.toString()), format)
                .build()
                .examples();
        if (examples.isEmpty()) {
            throw RefusedException.invalid("examples", "must have at least one");
        }
        return examples;
    }

    private static Object remove(ApiCall call) {
        call.workspace().datasets().delete(call.path("dataset"), call.caller().who());
        return "";
    }

    private static Object cancelChange(ApiCall call) {
        call.workspace().remedies().cancel(dataset(call));
        return whole(call, dataset(call));
    }

    private static Object differences(ApiCall call) {
        StoredDataset dataset = dataset(call);
        int newest = dataset.current().number();
        DiffCounts counts = DiffCounts.between(
                examples(call, dataset, call.query().whole("from", 1, newest).orElse(Math.max(1, newest - 1))),
                examples(call, dataset, call.query().whole("to", 1, newest).orElse(newest)));
        return JsonFields.with("added", counts.added())
                .and("removed", counts.removed())
                .and("changed", counts.changed())
                .and("unchanged", counts.unchanged())
                .map();
    }

    private static ExampleFile examples(ApiCall call, StoredDataset dataset, int number) {
        return call.workspace().datasets().examples(dataset.revision(number));
    }

    /** A dataset, with the remedy that is being applied to it if one is. */
    static Map<String, Object> whole(ApiCall call, StoredDataset dataset) {
        Map<String, Object> fields = json(dataset);
        call.workspace().remedies().change(dataset).ifPresent(change -> fields.put("change", json(change)));
        return fields;
    }

    private static Map<String, Object> json(DatasetChange change) {
        return JsonFields.with("remedy", change.remedy().id())
                .and("status", change.failure().isEmpty() ? "ACTIVE" : "FAILED")
                .and("progress", change.progress())
                .and("note", change.failure())
                .map();
    }

    static Map<String, Object> json(StoredDataset dataset) {
        return JsonFields.with("id", dataset.id())
                .and("name", dataset.name())
                .and("description", dataset.description())
                .and("from", dataset.reading().from())
                .and("reasons", dataset.reading().reasons())
                .and("rejected", dataset.reading().rejected())
                .and("rejections", dataset.reading().rejections())
                .and("current", json(dataset.current()))
                .and(
                        "revisions",
                        dataset.revisions().stream().map(DatasetRoutes::json).toList())
                .map();
    }

    private static Map<String, Object> json(DatasetRevision revision) {
        return JsonFields.with("number", revision.number())
                .and("kind", revision.contents().kind())
                .and("examples", revision.contents().examples())
                .and("validated", revision.contents().validated())
                .and("bytes", revision.contents().bytes())
                .and("fingerprint", revision.contents().fingerprint())
                .and("by", revision.by())
                .and("why", revision.why())
                .and("at", revision.at().toString())
                .map();
    }
}
