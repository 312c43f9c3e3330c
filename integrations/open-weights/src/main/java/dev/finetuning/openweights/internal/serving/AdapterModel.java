package dev.finetuning.openweights.internal.serving;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.adapter.chat.Completions;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Deadline;
import dev.finetuning.openweights.internal.Faults;
import dev.finetuning.openweights.internal.job.RowForm;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

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
        if (!request.options().isEmpty()) {
            throw Faults.rejected(
                    "ask model",
                    List.of("options are not known here: "
                            + new TreeSet<>(request.options().keySet())));
        }
        Call call = Call.read("ask model", "model", id);
        ModelServer server = servers.forBase(base, place);
        Deadline deadline = Deadline.of(request, Faults.PROVIDER, id);
        WireObject completion = server.ask(call, deadline, question(request));
        return Completions.reply(completion, id, deadline.elapsed(), Optional.empty())
                .orElseThrow(() -> server.nonsense(call));
    }

    private Map<String, Object> question(ChatRequest request) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("model", id);
        fields.put(
                "messages",
                request.messages().stream().map(RowForm.FORM::message).toList());
        if (!request.tools().isEmpty()) {
            fields.put("tools", RowForm.FORM.tools(request.tools()));
        }
        request.temperature().ifPresent(value -> fields.put("temperature", value));
        request.maxTokens().ifPresent(value -> fields.put("max_tokens", value));
        request.seed().ifPresent(value -> fields.put("seed", value));
        return fields;
    }

    @Override
    public String toString() {
        return "AdapterModel[" + id + "]";
    }
}
