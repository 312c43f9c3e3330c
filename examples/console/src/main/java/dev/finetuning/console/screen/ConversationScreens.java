package dev.finetuning.console.screen;

import dev.finetuning.console.access.Right;
import dev.finetuning.console.input.Fields;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.console.shelf.LogChoice;
import dev.finetuning.console.shelf.StoredDataset;
import dev.finetuning.console.shelf.Upload;
import dev.finetuning.console.view.Show;
import dev.finetuning.source.RecordSource;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The import of conversations from a log: an uploaded file, or the operator's database. */
final class ConversationScreens {
    private static final String PATH = "/conversations";

    private ConversationScreens() {}

    static void serve(Screens screens) {
        screens.get(
                PATH,
                call -> call.show(
                        "conversations",
                        "Import conversations",
                        "datasets",
                        Map.of("database", call.workspace().logs().isPresent())));
        screens.post(PATH, Right.WRITE, call -> {
            StoredDataset dataset = call.form().flag("database") ? fromDatabase(call) : fromFile(call);
            call.done(
                    DatasetScreens.link(dataset),
                    "Imported " + Show.count(dataset.current().contents().examples(), "conversation", "conversations"));
        });
    }

    private static StoredDataset fromDatabase(ScreenCall call) {
        Fields form = call.form();
        RecordSource rows = call.workspace().logs().orElseThrow(() -> RefusedException.notFound("database with logs"));
        return call.workspace()
                .datasets()
                .addLog(
                        form.require("name"),
                        rows,
                        LogChoice.of(form),
                        call.caller().who());
    }

    private static StoredDataset fromFile(ScreenCall call) throws IOException {
        Fields form = call.form();
        UploadedFile file = call.context().uploadedFile("file");
        if (file == null || file.filename().isEmpty()) {
            throw RefusedException.invalid("file", "choose one");
        }
        try (InputStream content = file.content()) {
            return call.workspace()
                    .datasets()
                    .addLog(
                            form.require("name"),
                            new Upload(file.filename(), content),
                            LogChoice.of(form),
                            call.caller().who());
        }
    }
}
