package dev.finetuning.openweights.serving;

import dev.finetuning.chat.ChatModel;
import java.nio.file.Path;
import java.util.Collection;

/**
 * A server that answers with one base model and with adapters of it, each under a name of its own. A name stands for
 * one adapter for good: a newer one gets another name. All methods may be repeated; whoever calls {@link #load} again
 * after a lost answer finds the adapter loaded. Implementations are thread-safe.
 */
public interface AdapterServer extends AutoCloseable {
    /**
     * Loads an adapter and returns once it can be asked; does nothing if it is loaded from that folder. If another
     * folder's adapter has the name, that one is unloaded first.
     *
     * @param model the name, which {@link #chatModel} takes
     * @param adapter the folder with {@code adapter_config.json} and {@code adapter_model.safetensors}
     * @throws dev.finetuning.provider.RequestRejectedException if the server refuses the adapter
     * @throws dev.finetuning.provider.ProviderException if it is not known to be loaded
     */
    void load(String model, Path adapter);

    /**
     * Unloads those of these adapters that are loaded. Others that the server has stay.
     *
     * @throws dev.finetuning.provider.ProviderException if one of them may still be loaded
     */
    void unload(Collection<String> models);

    /** A chat model of the base model or of an adapter; nothing is sent yet. */
    ChatModel chatModel(String model);

    /** Ends calls in progress. The server goes on, unless it belongs to this process. */
    @Override
    default void close() {}
}
