package dev.finetuning.console.api;

import dev.finetuning.console.http.ApiCall;
import dev.finetuning.console.http.ApiRoute;
import dev.finetuning.console.http.JsonFields;
import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.shelf.ExampleEdits;
import dev.finetuning.console.shelf.ExampleFile;
import dev.finetuning.console.shelf.Inspection;
import dev.finetuning.console.shelf.RemedyChoice;
import dev.finetuning.console.shelf.RemedyOutcome;
import dev.finetuning.console.shelf.StoredDataset;
import dev.finetuning.example.Example;
import dev.finetuning.format.ExampleFormat;
import dev.finetuning.format.writing.Target;
import dev.finetuning.quality.Finding;
import dev.finetuning.quality.profile.Histogram;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The examples of datasets: look, add, remove, validate, check, repair, download. */
final class ExampleRoutes {
    private ExampleRoutes() {}

    static List<ApiRoute> all() {
        return List.of(
                ApiRoute.get("/api/datasets/{dataset}/examples", "Some examples in a row")
                        .query("from", "Row")
                        .query("limit", "Limit")
                        .returns(200, "Examples")
                        .by(ExampleRoutes::examples),
                ApiRoute.post("/api/datasets/{dataset}/examples", "Adds an example of one question and answer")
                        .body("NewExample")
                        .returns(201, "Dataset")
                        .by(ExampleRoutes::add),
                ApiRoute.delete("/api/datasets/{dataset}/examples/{row}", "Removes an example of the newest revision")
                        .query("revision", "Revision")
                        .returns(200, "Dataset")
                        .by(ExampleRoutes::remove),
                ApiRoute.post("/api/datasets/{dataset}/examples/{row}/validation", "Marks an example as validated")
                        .query("revision", "Revision")
                        .returns(200, "Dataset")
                        .by(ExampleRoutes::validate),
                ApiRoute.get("/api/datasets/{dataset}/findings", "What was found, with places")
                        .failing(409)
                        .query("from", "Row")
                        .query("limit", "Limit")
                        .returns(200, "Findings")
                        .by(ExampleRoutes::findings),
                ApiRoute.get("/api/datasets/{dataset}/profile", "Tokens, turns, and which providers take it")
                        .failing(409)
                        .returns(200, "Profile")
                        .by(ExampleRoutes::profile),
                ApiRoute.get("/api/datasets/{dataset}/remedies/{remedy}", "What a remedy would change")
                        .failing(409)
                        .returns(200, "Preview")
                        .by(ExampleRoutes::preview),
                ApiRoute.post("/api/datasets/{dataset}/remedies/{remedy}", "Applies a remedy, or begins to")
                        .query("revision", "Revision")
                        .returns(200, "Dataset")
                        .by(ExampleRoutes::apply),
                ApiRoute.get("/api/datasets/{dataset}/download", "The examples as a target reads them")
                        .query("target", "Target")
                        .returns(200, "application/jsonl", "File")
                        .by(ExampleRoutes::download));
    }

    private static ExampleFile current(ApiCall call) {
        return call.workspace().datasets().examples(DatasetRoutes.dataset(call).current());
    }

    private static Object examples(ApiCall call) {
        ApiCall.Slice slice = call.slice();
        List<Example> rows = current(call).rows(slice.from(), slice.limit());
        List<Object> examples = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            ExampleFormat format = ExampleFormat.carrying(rows.get(i).getClass());
            examples.add(JsonFields.with("row", slice.from() + i)
                    .and("validated", rows.get(i).info().validation().isPresent())
                    .and("content", format.write(rows.get(i)))
                    .map());
        }
        return JsonFields.with("examples", examples)
                .and("total", current(call).size())
                .map();
    }

    private static int revision(ApiCall call, StoredDataset dataset) {
        return call.query()
                .whole("revision", 1, Integer.MAX_VALUE)
                .orElse(dataset.current().number());
    }

    private static ExampleEdits edits(ApiCall call) {
        return new ExampleEdits(call.workspace().datasets(), call.caller().who());
    }

    private static Object add(ApiCall call) {
        Fields fields = call.fields();
        StoredDataset dataset = DatasetRoutes.dataset(call);
        return DatasetRoutes.json(edits(call).add(dataset, dataset.current().number(), fields));
    }

    private static Object remove(ApiCall call) {
        StoredDataset dataset = DatasetRoutes.dataset(call);
        return DatasetRoutes.json(edits(call).remove(dataset, revision(call, dataset), row(call)));
    }

    private static Object validate(ApiCall call) {
        StoredDataset dataset = DatasetRoutes.dataset(call);
        return DatasetRoutes.json(edits(call).validate(dataset, revision(call, dataset), row(call)));
    }

    private static int row(ApiCall call) {
        return Fields.of(Map.of("row", call.path("row")))
                .whole("row", 1, Integer.MAX_VALUE)
                .orElseThrow(() -> RefusedException.notFound("example"));
    }

    private static Inspection inspection(ApiCall call) {
        return call.workspace()
                .inspector()
                .of(call.workspace().datasets(), DatasetRoutes.dataset(call).current());
    }

    private static Object findings(ApiCall call) {
        ApiCall.Slice slice = call.slice();
        Inspection inspection = inspection(call);
        return JsonFields.with("counts", inspection.report().counts())
                .and("errors", inspection.errors())
                .and("warnings", inspection.warnings())
                .and(
                        "findings",
                        inspection.report().findings().stream()
                                .skip(slice.from() - 1L)
                                .limit(slice.limit())
                                .map(ExampleRoutes::json)
                                .toList())
                .map();
    }

    private static Map<String, Object> json(Finding finding) {
        return JsonFields.with("code", finding.code())
                .and("severity", finding.severity().name())
                .and("row", finding.origin().row())
                .and("message", finding.message())
                .and("remedy", finding.remedy())
                .map();
    }

    private static Object profile(ApiCall call) {
        Inspection inspection = inspection(call);
        return JsonFields.with("tokens", inspection.tokens().count().total())
                .and("tokensPerExample", json(inspection.perExample()))
                .and("turns", json(inspection.turns()))
                .and(
                        "targets",
                        inspection.targets().rows().stream()
                                .map(row -> JsonFields.with("target", row.target())
                                        .and("accepted", row.accepted())
                                        .and("refused", row.refused())
                                        .map())
                                .toList())
                .map();
    }

    private static Map<String, Object> json(Histogram histogram) {
        return JsonFields.with("min", histogram.min())
                .and("median", histogram.median())
                .and("p95", histogram.p95())
                .and("max", histogram.max())
                .map();
    }

    private static Object preview(ApiCall call) {
        RemedyOutcome outcome =
                call.workspace().remedies().preview(DatasetRoutes.dataset(call), RemedyChoice.of(call.path("remedy")));
        return JsonFields.with("changed", outcome.changed())
                .and("dropped", outcome.dropped())
                .and(
                        "rows",
                        outcome.first().stream()
                                .map(change -> change.origin().row())
                                .toList())
                .map();
    }

    private static Object apply(ApiCall call) {
        StoredDataset dataset = DatasetRoutes.dataset(call);
        StoredDataset after = call.workspace()
                .remedies()
                .apply(
                        dataset,
                        revision(call, dataset),
                        RemedyChoice.of(call.path("remedy")),
                        call.caller().who());
        return DatasetRoutes.whole(call, after);
    }

    private static Object download(ApiCall call) throws IOException {
        Target target = Downloads.target(call.query().text("target").orElse(Target.OPENAI.name()));
        return Downloads.send(call.context(), DatasetRoutes.dataset(call), current(call), target.format());
    }
}
