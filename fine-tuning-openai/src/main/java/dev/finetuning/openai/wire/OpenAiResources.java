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
import org.jspecify.annotations.Nullable;

/** Files and models from the wire. */
public final class OpenAiResources {
    private static final Set<String> SAID_ELSEWHERE = Set.of("id", "object", "created", "shutdown_date", "root");

    private OpenAiResources() {}

    /** The file, or empty where the object has no id. */
    public static Optional<TrainingFile> file(WireObject wire) {
        String id = wire.text("id");
        if (id == null || id.isBlank()) {
            return Optional.empty();
        }
        TrainingFile.Builder file = TrainingFile.builder(id, wire.text("filename", ""), wire.text("purpose", ""));
        Optional.ofNullable(wire.integer("bytes")).ifPresent(file::bytes);
        Optional.ofNullable(wire.instant("created_at")).ifPresent(file::createdAt);
        Optional.ofNullable(wire.text("status")).ifPresent(file::status);
        return Optional.of(file.build());
    }

    /** The model, or empty where the object has no id. */
    public static Optional<TunedModel> model(WireObject wire) {
        String id = wire.text("id");
        if (id == null || id.isBlank()) {
            return Optional.empty();
        }
        Map<String, Object> details = new LinkedHashMap<>(wire.map());
        details.keySet().removeAll(SAID_ELSEWHERE);
        TunedModel.Builder model = TunedModel.builder(id).details(details);
        Optional.ofNullable(root(wire, id)).ifPresent(model::root);
        Optional.ofNullable(wire.instant("created")).ifPresent(model::createdAt);
        Optional.ofNullable(startOfDay(wire.text("shutdown_date"))).ifPresent(model::shutdownAt);
        return Optional.of(model.build());
    }

    /** A tuned model's own name tells its base: {@code ft:base:…}. */
    private static @Nullable String root(WireObject wire, String id) {
        String root = wire.text("root");
        return root == null && id.startsWith("ft:") ? ModelEncodings.baseName(id) : root;
    }

    private static @Nullable Instant startOfDay(@Nullable String date) {
        try {
            return date == null
                    ? null
                    : LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
