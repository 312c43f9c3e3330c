package dev.finetuning.mistral.wire;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TunedModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Files and models from the wire. */
public final class MistralResources {
    /** The status of a file that is listed although it is gone. */
    public static final String DELETED = "deleted";

    private static final String CLASSIFIER = "ft:classifier:";
    private static final Set<String> SAID_ELSEWHERE =
            Set.of("id", "object", "created", "archived", "deprecation", "root");

    private MistralResources() {}

    /** The file, or empty where the object has no id. */
    public static Optional<TrainingFile> file(WireObject wire) {
        String id = wire.id().orElse("");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        TrainingFile.Builder file = TrainingFile.builder(id, wire.text("filename", ""), wire.text("purpose", ""));
        wire.integer("bytes").ifPresent(file::bytes);
        wire.instant("created_at").ifPresent(file::createdAt);
        if (wire.isTrue("deleted")) {
            file.status(DELETED);
        }
        return Optional.of(file.build());
    }

    /** The model, or empty where the object has no id. */
    public static Optional<TunedModel> model(WireObject wire) {
        String id = wire.id().orElse("");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> details = new LinkedHashMap<>(wire.map());
        details.keySet().removeAll(SAID_ELSEWHERE);
        TunedModel.Builder model =
                TunedModel.builder(id).archived(wire.isTrue("archived")).details(details);
        root(wire, id).ifPresent(model::root);
        wire.instant("created").ifPresent(model::createdAt);
        wire.dateTime("deprecation").ifPresent(model::shutdownAt);
        return Optional.of(model.build());
    }

    /** A tuned model's own name tells its base: {@code ft:base:…} or {@code ft:classifier:base:…}. */
    private static Optional<String> root(WireObject wire, String id) {
        return wire.text("root").or(() -> rootOf(id));
    }

    private static Optional<String> rootOf(String id) {
        List<String> parts = List.of(id.split(":", -1));
        int base = isClassifier(id) ? 2 : 1;
        return id.startsWith("ft:") && parts.size() > base ? Optional.of(parts.get(base)) : Optional.empty();
    }

    /** Whether the model gives scores for labels instead of text. */
    public static boolean isClassifier(String modelId) {
        return modelId.startsWith(CLASSIFIER);
    }
}
