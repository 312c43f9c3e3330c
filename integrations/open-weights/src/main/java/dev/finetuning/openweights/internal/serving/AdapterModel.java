package dev.finetuning.openweights.internal.serving;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.provider.ProviderException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A base model or an adapter of it, asked at the base model's server, which the first
 * question starts. A question's deadline begins when the server is up. */
public final class AdapterModel implements ChatModel {
    private final ModelServers servers;
    private final String id;
    private final String base;
    private final Path place;

    /**
     * A model.
     *
     * @param id its id
     * @param base the name of its base model; the id itself for a base model
     * @param place where the base model lies
     */
    public AdapterModel(ModelServers servers, String id, String base, Path place) {
        this.servers = servers;
        this.id = id;
        this.base = base;
        this.place = place;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String provider() {
        return Faults.PROVIDER;
    }

    @Override
    public ChatReply ask(ChatRequest request) {
        ModelServer server = server(request);
        try {
            return server.host().ask(id, request, Map.of());
        } catch (ProviderException e) {
            server.awaitEndAfter(e);
            throw e;
        }
    }

    @Override
    public ChatReply stream(ChatRequest request, Consumer<String> parts) {
        ModelServer server = server(request);
        try {
            return server.host().stream(id, request, Map.of(), parts);
        } catch (ProviderException e) {
            server.awaitEndAfter(e);
            throw e;
        }
    }

    private ModelServer server(ChatRequest request) {
        if (!request.options().isEmpty()) {
            throw Faults.rejected(
                    "ask model",
                    List.of("options are not known here: "
                            + new TreeSet<>(request.options().keySet())));
        }
        return servers.forBase(base, place);
    }

    @Override
    public String toString() {
        return "AdapterModel[" + id + "]";
    }
}
