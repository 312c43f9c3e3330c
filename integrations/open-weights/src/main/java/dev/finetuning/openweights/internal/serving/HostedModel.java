package dev.finetuning.openweights.internal.serving;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A model at a server that runs by itself. */
public final class HostedModel implements ChatModel {
    private final ChatHost host;
    private final String id;
    private final String servedName;
    private final Map<String, ?> defaults;
    private final Supplier<Map<String, ?>> fields;

    private HostedModel(
            ChatHost host, String id, String servedName, Map<String, ?> defaults, Supplier<Map<String, ?>> fields) {
        this.host = host;
        this.id = id;
        this.servedName = servedName;
        this.defaults = Map.copyOf(defaults);
        this.fields = fields;
    }

    /** A model that the server knows by a name. */
    public static HostedModel withOptions(ChatHost host, String id, String servedName) {
        return new HostedModel(host, id, servedName, Map.of(), Map::of);
    }

    /**
     * A model that a question's fields select.
     *
     * @param defaults fields that a question's options replace
     * @param fields those that they do not, looked up for each question
     */
    public static HostedModel withFields(
            ChatHost host, String id, Map<String, ?> defaults, Supplier<Map<String, ?>> fields) {
        return new HostedModel(host, id, id, defaults, fields);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String provider() {
        return host.url();
    }

    @Override
    public ChatReply ask(ChatRequest request) {
        return host.ask(servedName, request, more(request));
    }

    @Override
    public ChatReply stream(ChatRequest request, Consumer<String> parts) {
        return host.stream(servedName, request, more(request), parts);
    }

    /** Options of the question go along as they are. */
    private Map<String, ?> more(ChatRequest request) {
        Map<String, Object> more = new LinkedHashMap<>(defaults);
        more.putAll(request.options());
        more.putAll(fields.get());
        return more;
    }

    @Override
    public String toString() {
        return "HostedModel[" + id + " at " + host.url() + "]";
    }
}
