package dev.finetuning.local.internal.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.finetuning.internal.json.StoredJson;
import dev.finetuning.local.LocalTrainingPipeline;
import dev.finetuning.local.internal.model.ModelBody;
import dev.finetuning.local.internal.model.ModelFile;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.training.TunedModel;
import dev.finetuning.training.TunedModels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Tuned models: a body in binary form and a description each, in files named by the hash of the id. */
public final class ModelStore implements TunedModels {
    public static final String CHECKPOINT = "checkpoint";
    public static final String NAME = "name";

    private static final String BODY = ".model";
    private static final String ABOUT = ".json";

    private final StoreFolder folder;

    public ModelStore(Path parent) {
        folder = new StoreFolder(parent, "models", "model");
    }

    public void save(TunedModel model, ModelBody body) {
        folder.replace(file(model.id(), BODY), out -> ModelFile.write(out, body));
        describe(model);
    }

    public ModelBody load(String modelId) {
        describe(modelId);
        try {
            return ModelFile.read(file(modelId, BODY));
        } catch (IOException e) {
            throw folder.fault("read model", e);
        }
    }

    /** All tuned models that are no checkpoints, newest first. */
    @Override
    public Stream<TunedModel> list() {
        return folder.ids(ABOUT).stream()
                .flatMap(id -> folder.read(folder.file(id, ABOUT), ModelStore::model).stream())
                .filter(model -> !Boolean.TRUE.equals(model.details().get(CHECKPOINT)))
                .sorted(Comparator.comparing(
                                (TunedModel each) -> each.createdAt().orElse(Instant.MIN), Comparator.reverseOrder())
                        .thenComparing(TunedModel::id));
    }

    @Override
    public TunedModel describe(String modelId) {
        if (LocalTrainingPipeline.BASE_MODELS.contains(modelId)) {
            return TunedModel.builder(modelId).details(Map.of("trained", false)).build();
        }
        return folder.read(file(modelId, ABOUT), ModelStore::model).orElseThrow(() -> folder.notFound(modelId));
    }

    @Override
    public void delete(String modelId) {
        TunedModel model = tuned(modelId, "delete model");
        folder.remove(file(model.id(), ABOUT));
        folder.remove(file(model.id(), BODY));
    }

    @Override
    public void archive(String modelId, boolean archived) {
        TunedModel model = tuned(modelId, "archive model");
        describe(model.toBuilder().archived(archived).build());
    }

    @Override
    public void rename(String modelId, String name) {
        TunedModel model = tuned(modelId, "rename model");
        Map<String, Object> details = new LinkedHashMap<>(model.details());
        details.put(NAME, name);
        describe(model.toBuilder().details(details).build());
    }

    private TunedModel tuned(String modelId, String operation) {
        if (LocalTrainingPipeline.BASE_MODELS.contains(modelId)) {
            throw new RequestRejectedException(
                    Incident.of(LocalTrainingPipeline.PROVIDER, operation),
                    List.of(modelId + " is a base model; only tuned models can be changed"),
                    null);
        }
        return describe(modelId);
    }

    private Path file(String modelId, String extension) {
        return folder.file(FileStore.hash(modelId), extension);
    }

    private void describe(TunedModel model) {
        ObjectNode json = StoredJson.object()
                .put("id", model.id())
                .put("root", model.root().orElse(null));
        model.createdAt().ifPresent(instant -> json.put("created_at", instant.toString()));
        json.put("archived", model.archived());
        StoredJson.putFree(json, "details", model.details());
        folder.replace(file(model.id(), ABOUT), json);
    }

    private static TunedModel model(JsonNode json) {
        TunedModel.Builder model = TunedModel.builder(StoredJson.text(json, "id"))
                .archived(StoredJson.flag(json, "archived"))
                .details(StoredJson.free(json, "details"));
        Instant createdAt = StoredJson.instantOrNull(json, "created_at");
        if (createdAt != null) {
            model.createdAt(createdAt);
        }
        StoredJson.ifText(json, "root", model::root);
        return model.build();
    }
}
