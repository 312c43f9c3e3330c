package dev.finetuning.openai;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.adapter.http.ProviderResponse;
import dev.finetuning.openai.wire.OpenAiResources;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.Incident;
import dev.finetuning.training.TunedModel;
import dev.finetuning.training.TunedModels;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /models}: what can be asked, until when, and deleting what was tuned. */
final class ModelEndpoint implements TunedModels {
    private static final String MODELS = "/models";

    private final Connection connection;

    ModelEndpoint(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Stream<TunedModel> list() {
        return connection
                .exchange()
                .page(Call.read("list models"), () -> ProviderRequest.get(MODELS))
                .objects("data")
                .stream()
                .map(OpenAiResources::model)
                .flatMap(Optional::stream);
    }

    @Override
    public TunedModel describe(String modelId) {
        Call call = Call.read("describe model", "model", modelId);
        ProviderResponse answer = connection.exchange().read(call, () -> ProviderRequest.get(path(modelId)));
        return OpenAiResources.model(answer.body())
                .orElseThrow(() -> connection.exchange().nonsense(call, answer, "the answer names no model"));
    }

    @Override
    public void archive(String modelId, boolean archived) {
        throw unknownHere("archive model");
    }

    @Override
    public void rename(String modelId, String name) {
        throw unknownHere("rename model");
    }

    private CapabilityGoneException unknownHere(String operation) {
        return new CapabilityGoneException(
                Incident.of(connection.profile().provider(), operation),
                operation,
                "this provider has no such operation",
                null);
    }

    @Override
    public void delete(String modelId) {
        Call call = Call.repeatable("delete model", "model", modelId);
        connection.exchange().send(call, () -> ProviderRequest.delete(path(modelId)));
    }

    private static String path(String modelId) {
        return MODELS + "/" + ProviderRequest.segment(modelId);
    }
}
