package dev.finetuning.openweights.serving;

import dev.finetuning.Secret;
import dev.finetuning.Sleeper;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.openweights.internal.SeenFolders;
import dev.finetuning.openweights.internal.serving.AdapterEndpoint;
import dev.finetuning.openweights.internal.serving.ChatHost;
import dev.finetuning.openweights.internal.serving.HostSettings;
import dev.finetuning.openweights.internal.serving.HostedModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * vLLM, started with {@code --enable-lora} and {@code VLLM_ALLOW_RUNTIME_LORA_UPDATING=True}. Adapters are loaded and
 * unloaded while it runs, and must lie where the server can read them; {@link Builder#folder} says under which path it
 * sees them. Whether an adapter is loaded is what the server's list of models says, whatever became of the answer to
 * the request that loads it. Anyone who may load adapters makes the server read files, so do not offer it to strangers.
 * Thread-safe.
 */
public final class VllmServer implements AdapterServer {
    private final HostSettings settings;
    private final Map<String, String> names;
    private final SeenFolders folders;
    private final ChatHost host;
    private final AdapterEndpoint adapters;

    private VllmServer(Builder builder) {
        settings = builder.settings;
        names = Map.copyOf(builder.names);
        folders = SeenFolders.of(builder.folders);
        host = ChatHost.at(settings);
        adapters = new AdapterEndpoint(host.exchange(), builder.loadTimeout);
    }

    /**
     * Starts the settings of a server.
     *
     * @param url its address, such as {@code http://127.0.0.1:8000}, without {@code /v1}
     * @throws IllegalArgumentException if it is not an address
     */
    public static Builder builder(String url) {
        return new Builder(url);
    }

    @Override
    public void load(String model, Path adapter) {
        adapters.load(model, folders.seen(adapter));
    }

    @Override
    public void unload(Collection<String> models) {
        adapters.unload(models);
    }

    @Override
    public ChatModel chatModel(String model) {
        return HostedModel.withOptions(host, model, names.getOrDefault(model, model));
    }

    @Override
    public void close() {
        host.close();
    }

    /** Names the address. */
    @Override
    public String toString() {
        return "VllmServer[" + settings.url() + "]";
    }

    /** Collects the settings of a server; not thread-safe. */
    public static final class Builder {
        private final Map<String, String> names = new LinkedHashMap<>();
        private final Map<Path, String> folders = new LinkedHashMap<>();
        private HostSettings settings;
        private Duration loadTimeout = Duration.ofMinutes(5);

        private Builder(String url) {
            settings = HostSettings.of("vllm", url);
        }

        /** The key that the server was started with ({@code --api-key}); none by default. */
        public Builder key(Secret key) {
            settings = settings.withKey(key);
            return this;
        }

        /** The name under which the server answers with a base model, if it is not the pipeline's name of it. */
        public Builder baseModel(String model, String servedName) {
            names.put(model, Objects.requireNonNull(servedName));
            return this;
        }

        /**
         * The path under which the server sees a folder of this machine, such as the pipeline's one in a container.
         *
         * @param here the folder on this machine
         * @param there the same folder as the server sees it
         */
        public Builder folder(Path here, String there) {
            folders.put(here, there);
            return this;
        }

        /** How long loading an adapter may take; 5 minutes by default. */
        public Builder loadTimeout(Duration timeout) {
            loadTimeout = Objects.requireNonNull(timeout);
            return this;
        }

        /** How long an answer may take; 5 minutes by default. */
        public Builder answerTimeout(Duration timeout) {
            settings = settings.withAnswerTimeout(timeout);
            return this;
        }

        /** How to wait. */
        Builder sleeper(Sleeper sleeper) {
            settings = settings.withSleeper(sleeper);
            return this;
        }

        /** The server; nothing is sent yet. */
        public VllmServer build() {
            return new VllmServer(this);
        }
    }
}
