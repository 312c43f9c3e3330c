package dev.finetuning.console.screen;

import dev.finetuning.console.access.Right;
import dev.finetuning.console.access.TokenFile;
import dev.finetuning.console.input.Fields;
import dev.finetuning.console.shelf.StoredDataset;
import dev.finetuning.console.work.TrainingOrder;
import dev.finetuning.console.work.TrainingQuote;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The order of a training: choose, see what it would cost, start. */
final class TrainScreens {
    private TrainScreens() {}

    static void serve(Screens screens) {
        screens.get("/train", call -> show(call, call.query(), Optional.empty()));
        screens.post("/train/quote", Right.WRITE, call -> {
            Fields form = call.form();
            show(call, form, Optional.of(call.workspace().training().quote(TrainingOrder.of(form))));
        });
        screens.post("/train", Right.WRITE, call -> {
            String run = call.workspace().training().start(TrainingOrder.of(call.form()), call.caller());
            call.done("/runs/" + run, "The run has been ordered");
        });
    }

    private static void show(ScreenCall call, Fields chosen, Optional<TrainingQuote> quote) {
        List<StoredDataset> datasets = call.workspace().datasets().all();
        Map<String, Object> values = new HashMap<>();
        values.put("datasets", datasets);
        values.put("baseModels", call.workspace().provider().baseModels());
        values.put("capabilities", call.workspace().capabilities());
        values.put("chosen", chosen);
        values.put("model", chosen.text("model").orElseGet(() -> usualName(datasets, chosen)));
        values.put("key", TokenFile.newToken());
        values.put("quote", quote);
        call.show("train", "Train", "train", values);
    }

    /** A model is named after its dataset unless somebody says otherwise. */
    private static String usualName(List<StoredDataset> datasets, Fields chosen) {
        return datasets.stream()
                .filter(dataset ->
                        chosen.text("dataset").map(dataset.id()::equals).orElse(true))
                .findFirst()
                .map(StoredDataset::name)
                .orElse("");
    }
}
