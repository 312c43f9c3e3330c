package dev.finetuning.mlflow;

import dev.finetuning.Secret;
import dev.finetuning.Sleeper;
import dev.finetuning.adapter.BaseUrl;
import dev.finetuning.adapter.http.Credentials;
import dev.finetuning.adapter.http.JdkTransport;
import dev.finetuning.adapter.http.ProviderAccess;
import dev.finetuning.adapter.http.ProviderExchange;
import dev.finetuning.adapter.http.RefusalDialect;
import dev.finetuning.journal.Journal;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.registry.ModelRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Shows a registry's promoted versions in an MLflow server: each version that holds or held an alias is a version of
 * the registered model there, with tags, and the aliases point to the same versions. One way: what is changed in MLflow
 * is not read, and tags and aliases of other names there are left alone.
 *
 * <p>Call {@link #mirror} from a scheduler, or after a promotion. How far it came is in the journal, so that only models
 * that changed are looked at; what was done before a crash is found there and not done twice. Several processes may
 * call it. Thread-safe.
 */
public final class MlflowMirror implements AutoCloseable {
    private static final String PROVIDER = "mlflow";
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Journal journal;
    private final ModelRegistry registry;
    private final MlflowServer server;
    private final String stream;
    private final UnaryOperator<String> names;
    private final InstantSource clock;

    private MlflowMirror(Builder builder) {
        journal = builder.journal;
        registry = builder.registry;
        stream = "mlflow-mirror/" + builder.url;
        names = builder.names;
        clock = builder.clock;
        server = new MlflowServer(builder.exchange());
    }

    /**
     * Starts a mirror.
     *
     * @param journal where its progress is stored
     * @param registry what is shown
     * @param url the server's address: {@code http://mlflow.example.com:5000}
     * @throws IllegalArgumentException if it is not an http or https address
     */
    public static Builder builder(Journal journal, ModelRegistry registry, String url) {
        return new Builder(journal, registry, BaseUrl.checked(url));
    }

    /**
     * Shows what has changed since the last time. A model that the server refuses is in the report and in nobody
     * else's way.
     *
     * @throws ProviderException if the server cannot be reached or does not accept the key; call again later, it
     *     continues where it was
     */
    public MirrorReport mirror() {
        return mirrorFrom(false);
    }

    /**
     * Shows all promoted models again, whatever was shown before: for a server that was restored from a backup or
     * changed by hand.
     *
     * @throws ProviderException as {@link #mirror}
     */
    public MirrorReport mirrorAll() {
        return mirrorFrom(true);
    }

    private MirrorReport mirrorFrom(boolean beginning) {
        Tally tally = new Tally();
        Set<String> changed = new LinkedHashSet<>();
        boolean shown = false;
        while (!shown) {
            MirrorPosition position = MirrorPosition.in(journal, stream);
            PromotedModels promoted = PromotedModels.read(registry, beginning ? 0 : position.events());
            changed.addAll(promoted.changed());
            promoted.of(changed, registry.view(), names).forEach(model -> show(model, tally));
            // where another process was here meanwhile, one of both may have shown what is no longer so
            shown = position.advance(journal, stream, promoted.events(), clock);
        }
        return tally.report();
    }

    private void show(PromotedModel model, Tally tally) {
        try {
            model.show(server, tally);
        } catch (RequestRejectedException e) {
            tally.refused(model.model().name(), e.reason());
        }
    }

    /** Ends calls in progress. */
    @Override
    public void close() {
        server.close();
    }

    /** Names the server, never a key. */
    @Override
    public String toString() {
        return "MlflowMirror[" + stream + "]";
    }

    /** Collects the settings. Not thread-safe. */
    public static final class Builder {
        private final Journal journal;
        private final ModelRegistry registry;
        private final String url;
        private Supplier<Credentials> credentials = () -> Credentials.NONE;
        private Duration timeout = Duration.ofSeconds(30);
        private UnaryOperator<String> names = UnaryOperator.identity();
        private InstantSource clock = InstantSource.system();

        private Builder(Journal journal, ModelRegistry registry, String url) {
            this.journal = Objects.requireNonNull(journal, "journal");
            this.registry = Objects.requireNonNull(registry, "registry");
            this.url = url;
        }

        /** Sends a bearer token. */
        public Builder token(Secret token) {
            return token(() -> token);
        }

        /** Sends a bearer token that may change; the supplier is called for each request. */
        public Builder token(Supplier<Secret> tokens) {
            credentials = () -> Credentials.bearer(tokens.get());
            return this;
        }

        /** Sends a user's name and password (HTTP basic authentication). */
        public Builder basic(String user, Secret password) {
            String pair = user + ":" + password.reveal();
            Secret encoded = Secret.of(Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
            credentials = () ->
                    new Credentials(Map.of("Authorization", "Basic " + encoded.reveal()), List.of(password, encoded));
            return this;
        }

        /**
         * How a model is called in MLflow; by default as in the registry. MLflow refuses names with a slash or a
         * colon. Different models need different names.
         */
        public Builder names(UnaryOperator<String> renaming) {
            names = Objects.requireNonNull(renaming, "renaming");
            return this;
        }

        /**
         * How long one call may take; 30 seconds by default.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder timeout(Duration limit) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("a timeout must be positive: " + limit);
            }
            timeout = limit;
            return this;
        }

        /** The clock for the times in the journal. */
        public Builder clock(InstantSource source) {
            clock = Objects.requireNonNull(source, "source");
            return this;
        }

        private ProviderExchange exchange() {
            ProviderAccess access = new ProviderAccess(
                    PROVIDER,
                    url,
                    credentials,
                    () -> credentials.get().secrets(),
                    Map.of(),
                    Map.of(),
                    List.of(),
                    RefusalDialect.NONE,
                    timeout,
                    Duration.ZERO,
                    Sleeper.system(),
                    clock);
            return ProviderExchange.with(access, JdkTransport.to(url, CONNECT));
        }

        /** Builds the mirror; nothing is sent yet. */
        public MlflowMirror build() {
            return new MlflowMirror(this);
        }
    }
}
