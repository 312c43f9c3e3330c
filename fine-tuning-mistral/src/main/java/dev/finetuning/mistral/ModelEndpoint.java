package dev.finetuning.mistral;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.adapter.http.ProviderResponse;
import dev.finetuning.mistral.wire.MistralResources;
import dev.finetuning.training.TunedModel;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /v1/models} and {@code /v1/fine_tuning/models}: what can be asked, until when, and under which name. */
final class ModelEndpoint implements MistralModels {
    private static final String ALL = "/v1/models";
    private static final String TUNED = "/v1/fine_tuning/models";

    private final Connection connection;

    ModelEndpoint(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Stream<TunedModel> list() {
        WireObject all = connection.exchange().page(Call.read("list models"), () -> ProviderRequest.get(ALL));
        return all.objects("data").stream().map(MistralResources::model).flatMap(Optional::stream);
    }

    @Override
    public TunedModel describe(String modelId) {
        Call call = Call.read("describe model", "model", modelId);
        return model(call, connection.exchange().read(call, () -> ProviderRequest.get(path(ALL, modelId))));
    }

    private TunedModel model(Call call, ProviderResponse answer) {
        return MistralResources.model(answer.body())
                .orElseThrow(() -> connection.exchange().nonsense(call, answer, "the answer names no model"));
    }

    @Override
    public void delete(String modelId) {
        Call call = Call.repeatable("delete model", "model", modelId);
        connection.exchange().send(call, () -> ProviderRequest.delete(path(ALL, modelId)));
    }

    @Override
    public void archive(String modelId, boolean archived) {
        Call call = Call.repeatable(archived ? "archive model" : "unarchive model", "model", modelId);
        connection.exchange().send(call, () -> {
            String path = path(TUNED, modelId) + "/archive";
            return archived ? ProviderRequest.post(path) : ProviderRequest.delete(path);
        });
    }

    @Override
    public void rename(String modelId, String name) {
        update(modelId, Map.of("name", name));
    }

    @Override
    public TunedModel update(String modelId, String name, String description) {
        return update(modelId, Map.of("name", name, "description", description));
    }

    @Override
    public TunedModel updateDescription(String modelId, String description) {
        return update(modelId, Map.of("description", description));
    }

    private TunedModel update(String modelId, Map<String, Object> changes) {
        Call call = Call.repeatable("update model", "model", modelId);
        return model(
                call, connection.exchange().send(call, () -> ProviderRequest.patch(path(TUNED, modelId), changes)));
    }

    private static String path(String models, String modelId) {
        return models + "/" + ProviderRequest.segment(modelId);
    }
}
