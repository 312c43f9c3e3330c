package dev.finetuning.openweights;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.openweights.internal.job.KnownModels;
import dev.finetuning.openweights.internal.serving.AdapterModel;
import dev.finetuning.openweights.internal.serving.ModelServers;
import dev.finetuning.openweights.serving.AdapterServer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The servers of a pipeline as one: each adapter is loaded by the server of its base model, which starts for it. Once
 * a server has ended, what it had loaded is loaded when it is asked for.
 *
 * @param servers the servers
 * @param models what there is
 */
record BuiltInServer(ModelServers servers, KnownModels models) implements AdapterServer {
    @Override
    public void load(String model, Path adapter) {
        servers.load(models.baseOf(model), models.place(model), model, adapter.toAbsolutePath());
    }

    @Override
    public void unload(Collection<String> names) {
        Map<String, List<String>> byBase = names.stream()
                .distinct()
                .filter(models::isAdapter)
                .collect(Collectors.groupingBy(
                        models::baseOf, Collectors.mapping(Function.identity(), Collectors.toList())));
        byBase.forEach(servers::unload);
    }

    @Override
    public ChatModel chatModel(String model) {
        return new AdapterModel(servers, model, models.baseOf(model), models.place(model));
    }

    /** The servers end with their pipeline. */
    @Override
    public void close() {
        // not ours
    }
}
