package dev.finetuning.openai;

import com.openai.services.blocking.ModelService;
import dev.finetuning.adapter.Call;
import dev.finetuning.openai.wire.OpenAiResources;
import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.Incident;
import dev.finetuning.training.TunedModel;
import dev.finetuning.training.TunedModels;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /models}: what can be asked, until when, and deleting what was tuned. */
final class ModelEndpoint implements TunedModels {
    private final Connection connection;
    private final ModelService.WithRawResponse models;

    ModelEndpoint(Connection connection) {
        this.connection = connection;
        this.models = connection.client().withRawResponse().models();
    }

    @Override
    public Stream<TunedModel> list() {
        return CursorPages.stream(cursor -> connection
                        .exchange()
                        .read(Call.read("list models"), models::list)
                        .body())
                .map(OpenAiResources::model)
                .flatMap(Optional::stream);
    }

    @Override
    public TunedModel describe(String modelId) {
        Call call = Call.read("describe model", "model", modelId);
        Exchange.Answer answer = connection.exchange().read(call, () -> models.retrieve(modelId));
        return OpenAiResources.model(answer.body())
                .orElseThrow(() -> connection
                        .exchange()
                        .failures()
                        .ofNonsense(call, 200, answer.requestId(), "the answer names no model"));
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
                Incident.of(connection.profile().provider(), operation), operation, "this host has no such verb", null);
    }

    @Override
    public void delete(String modelId) {
        connection.exchange().send(Call.repeatable("delete model", "model", modelId), () -> models.delete(modelId));
    }
}
