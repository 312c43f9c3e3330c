package dev.finetuning.openai.wire;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.openai.tokens.ModelEncodings;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TunedModel;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Files and models from the wire. */
public final class OpenAiResources {
    private static final Set<String> SAID_ELSEWHERE = Set.of("id", "object", "created", "shutdown_date", "root");

    private OpenAiResources() {}

    /** The file, or empty where the object has no id. */
    public static Optional<TrainingFile> file(WireObject wire) {
        String id = wire.id().orElse("");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        TrainingFile.Builder file = TrainingFile.builder(id, wire.text("filename", ""), wire.text("purpose", ""));
        wire.integer("bytes").ifPresent(file::bytes);
        wire.instant("created_at").ifPresent(file::createdAt);
        wire.text("status").ifPresent(file::status);
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
        TunedModel.Builder model = TunedModel.builder(id).details(details);
        root(wire, id).ifPresent(model::root);
        wire.instant("created").ifPresent(model::createdAt);
        startOfDay(wire.text("shutdown_date", "")).ifPresent(model::shutdownAt);
        return Optional.of(model.build());
    }

    /** A tuned model's own name tells its base: {@code ft:base:…}. */
    private static Optional<String> root(WireObject wire, String id) {
        return wire.text("root")
                .or(() -> id.startsWith("ft:") ? Optional.of(ModelEncodings.baseName(id)) : Optional.empty());
    }

    private static Optional<Instant> startOfDay(String date) {
        try {
            return Optional.of(
                    LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
