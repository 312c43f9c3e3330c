package dev.finetuning.console.screen;

import dev.finetuning.console.access.Right;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.shelf.StoredDataset;
import dev.finetuning.example.Example;
import java.util.List;

/** Forms on the page of a dataset: add, remove and validate an example, send one to the review. */
final class ExampleScreens {
    private ExampleScreens() {}

    static void serve(Screens screens) {
        screens.post("/datasets/{dataset}/examples", Right.WRITE, ExampleScreens::add);
        screens.post("/datasets/{dataset}/remove", Right.WRITE, call -> {
            StoredDataset after = DatasetScreens.edits(call).remove(DatasetScreens.of(call), revision(call), row(call));
            call.done(DatasetScreens.link(after) + "#examples", "Removed row " + row(call));
        });
        screens.post("/datasets/{dataset}/validate", Right.WRITE, call -> {
            StoredDataset after =
                    DatasetScreens.edits(call).validate(DatasetScreens.of(call), revision(call), row(call));
            call.done(DatasetScreens.link(after) + from(call), "Validated row " + row(call));
        });
        screens.post("/datasets/{dataset}/review", Right.WRITE, ExampleScreens::submit);
    }

    private static void add(ScreenCall call) {
        StoredDataset after = DatasetScreens.edits(call).add(DatasetScreens.of(call), revision(call), call.form());
        call.done(
                DatasetScreens.link(after),
                "Added an example; this is revision " + after.current().number());
    }

    private static void submit(ScreenCall call) {
        StoredDataset dataset = DatasetScreens.of(call);
        List<Example> rows =
                call.workspace().datasets().examples(dataset.current()).rows(row(call), 1);
        if (rows.isEmpty()) {
            throw RefusedException.notFound("example");
        }
        call.workspace().review().submit(rows.get(0));
        call.done(DatasetScreens.link(dataset) + from(call), "Row " + row(call) + " waits for a review");
    }

    private static int revision(ScreenCall call) {
        return call.form().whole("revision", 1, Integer.MAX_VALUE).orElseThrow(() -> missing("revision"));
    }

    private static int row(ScreenCall call) {
        return call.form().whole("row", 1, Integer.MAX_VALUE).orElseThrow(() -> missing("row"));
    }

    private static RefusedException missing(String field) {
        return RefusedException.invalid(field, "must be given");
    }

    private static String from(ScreenCall call) {
        return "?from=" + call.form().whole("from", 1, Integer.MAX_VALUE).orElse(1) + "#examples";
    }
}
