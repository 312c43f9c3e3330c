package dev.finetuning.openweights.serving;

import dev.finetuning.Secret;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.openweights.internal.serving.ChatHost;
import dev.finetuning.openweights.internal.serving.HostSettings;
import dev.finetuning.openweights.internal.serving.HostedModel;
import dev.finetuning.openweights.internal.serving.ScaledAdapters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/**
 * llama.cpp's {@code llama-server}. It reads its adapters when it starts ({@code --lora NAME.gguf}, once for each,
 * with {@code --lora-init-without-apply}) and none later: {@link #load} checks that it has the adapter, and {@link
 * #unload} does nothing. An adapter is the file that is called like the model, with {@code .gguf}; llama.cpp's {@code
 * convert_lora_to_gguf.py} makes it from the adapter's folder. Each question names the adapter it is for, with scale 1
 * and all others 0, so that questions for several adapters do not disturb each other.
 *
 * <p>The server finds what it has read before by its text, whichever adapter it read it with, and would answer with
 * another adapter's memory of a prompt. So each question goes with {@code cache_prompt} false, and its prompt is read
 * anew. Where the server was started with {@code --cache-ram 0}, that cannot happen, and the option {@code cache_prompt}
 * of a question may be true. Thread-safe.
 */
public final class LlamaCppServer implements AdapterServer {
    private static final Map<String, ?> NO_CACHE = Map.of("cache_prompt", false);

    private final HostSettings settings;
    private final String baseModel;
    private final ChatHost host;
    private final ScaledAdapters adapters;

    private LlamaCppServer(Builder builder) {
        settings = builder.settings;
        baseModel = builder.baseModel;
        host = ChatHost.at(settings);
        adapters = new ScaledAdapters(host.exchange());
    }

    /**
     * Starts the settings of a server.
     *
     * @param url its address, such as {@code http://127.0.0.1:8080}, without {@code /v1}
     * @param baseModel the pipeline's name of the base model that it answers with
     * @throws IllegalArgumentException if it is not an address
     */
    public static Builder builder(String url, String baseModel) {
        return new Builder(url, baseModel);
    }

    /**
     * Checks that the server was started with the adapter.
     *
     * @param adapter not looked at
     * @throws dev.finetuning.provider.RequestRejectedException if it was not; says what to start it with
     */
    @Override
    public void load(String model, Path adapter) {
        adapters.require(model);
    }

    /** Does nothing: an adapter that no question names has no effect. */
    @Override
    public void unload(Collection<String> models) {
        // it cannot
    }

    @Override
    public ChatModel chatModel(String model) {
        return HostedModel.withFields(
                host, model, NO_CACHE, () -> adapters.scales(model.equals(baseModel) ? "" : model));
    }

    @Override
    public void close() {
        host.close();
    }

    /** Names the address. */
    @Override
    public String toString() {
        return "LlamaCppServer[" + settings.url() + "]";
    }

    /** Collects the settings of a server; not thread-safe. */
    public static final class Builder {
        private final String baseModel;
        private HostSettings settings;

        private Builder(String url, String baseModel) {
            this.baseModel = baseModel;
            settings = HostSettings.of("llama.cpp", url);
        }

        /** The key that the server was started with ({@code --api-key}); none by default. */
        public Builder key(Secret key) {
            settings = settings.withKey(key);
            return this;
        }

        /** How long an answer may take; 5 minutes by default. */
        public Builder answerTimeout(Duration timeout) {
            settings = settings.withAnswerTimeout(timeout);
            return this;
        }

        /** The server; nothing is sent yet. */
        public LlamaCppServer build() {
            return new LlamaCppServer(this);
        }
    }
}
