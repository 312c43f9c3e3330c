package dev.finetuning.console.screen;

import dev.finetuning.console.access.Right;
import dev.finetuning.console.http.EventStream;
import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.shelf.DatasetChange;
import dev.finetuning.console.shelf.ExampleEdits;
import dev.finetuning.console.shelf.InspectionState;
import dev.finetuning.console.shelf.RemedyChoice;
import dev.finetuning.console.shelf.StoredDataset;
import dev.finetuning.console.shelf.Upload;
import dev.finetuning.console.view.ExampleRow;
import dev.finetuning.console.view.Show;
import dev.finetuning.console.view.Slice;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The list of datasets, and one dataset. */
final class DatasetScreens {
    static final String SECTION = "datasets";
    /** What is found within this time is on the page at once. */
    static final Duration PAGE_PATIENCE = Duration.ofMillis(700);

    private DatasetScreens() {}

    static void serve(Screens screens) {
        screens.get(
                "/datasets",
                call -> call.show(
                        "datasets",
                        "Datasets",
                        SECTION,
                        Map.of("datasets", call.workspace().datasets().all())));
        screens.post("/datasets", Right.WRITE, DatasetScreens::upload);
        screens.get("/datasets/{dataset}", DatasetScreens::dataset);
        screens.get("/datasets/{dataset}/live", DatasetScreens::live);
        screens.post("/datasets/{dataset}/delete", Right.WRITE, DatasetScreens::delete);
    }

    static StoredDataset of(ScreenCall call) {
        return call.workspace().datasets().dataset(call.path("dataset"));
    }

    static String link(StoredDataset dataset) {
        return "/datasets/" + dataset.id();
    }

    private static void upload(ScreenCall call) throws IOException {
        Fields form = call.form();
        UploadedFile file = call.context().uploadedFile("file");
        if (file == null || file.filename().isEmpty()) {
            throw RefusedException.invalid("file", "choose one");
        }
        try (InputStream content = file.content()) {
            Upload upload = new Upload(file.filename(), content);
            StoredDataset dataset = call.workspace()
                    .datasets()
                    .add(
                            form.text("name").orElse(Upload.stem(upload.fileName())),
                            form.text("description").orElse(""),
                            upload,
                            call.caller().who());
            call.done(
                    link(dataset),
                    "Uploaded: " + Show.number(dataset.current().contents().examples()) + " examples of "
                            + dataset.name());
        }
    }

    private static void dataset(ScreenCall call) {
        StoredDataset dataset = of(call);
        Optional<DatasetChange> change = call.workspace().remedies().change(dataset);
        InspectionState state = look(call, dataset, PAGE_PATIENCE);
        int from = call.query().whole("from", 1, Integer.MAX_VALUE).orElse(1);
        Slice slice = new Slice(from, Slice.ROWS, dataset.current().contents().examples());
        call.show(
                "dataset",
                dataset.name(),
                SECTION,
                Map.of(
                        "dataset", dataset,
                        "state", state,
                        "change", change,
                        "remedies", List.of(RemedyChoice.values()),
                        "slice", slice,
                        "rows",
                                ExampleRow.of(
                                        call.workspace()
                                                .datasets()
                                                .examples(dataset.current())
                                                .rows(slice.from(), slice.size()),
                                        slice.from(),
                                        state.known()
                                                .map(inspection ->
                                                        inspection.report().findings())
                                                .orElse(List.of()))));
    }

    private static InspectionState look(ScreenCall call, StoredDataset dataset, Duration patience) {
        return call.workspace().inspector().look(call.workspace().datasets(), dataset.current(), patience);
    }

    /** How far the look through the dataset has come, until it is over. */
    private static void live(ScreenCall call) {
        StoredDataset dataset = of(call);
        EventStream.open(call.context()).follow(() -> {
            InspectionState state = look(call, dataset, Duration.ZERO);
            return new EventStream.Look(
                    call.part("checking", Map.of("state", state)), state.known().isPresent());
        });
    }

    private static void delete(ScreenCall call) {
        StoredDataset dataset = of(call);
        call.workspace().datasets().delete(dataset.id(), call.caller().who());
        call.done("/datasets", "Deleted " + dataset.name());
    }

    static ExampleEdits edits(ScreenCall call) {
        return new ExampleEdits(call.workspace().datasets(), call.caller().who());
    }
}
