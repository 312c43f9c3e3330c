package dev.finetuning.routing;

import dev.finetuning.FineTuningException;
import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Deadline;
import dev.finetuning.provider.AnswerCutOffException;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.registry.RegistryView;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.ModelVersion;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A chat model that asks whichever version its route leads to. Thread-safe. */
public final class RoutedModel implements ChatModel {
    private static final Logger LOG = LoggerFactory.getLogger(RoutedModel.class);

    private final ModelRouter router;
    private final Route route;
    private final @Nullable String key;

    RoutedModel(ModelRouter router, Route route, @Nullable String key) {
        this.router = router;
        this.route = route;
        this.key = key;
    }

    /** This model for one user, session or tenant, who stays with one arm of the split. */
    public RoutedModel forKey(String newKey) {
        return new RoutedModel(router, route, newKey);
    }

    /** The registered name and the main alias: {@code support-bot:production}. */
    @Override
    public String id() {
        return route.name() + ":" + route.split().main();
    }

    /** The versions that its route leads to now, in the order in which they are asked. */
    @Override
    public String version() {
        Optional<RegistryView> view = view();
        Set<Alias> aliases = key == null ? route.order(route.split().main()) : route.order(choose());
        Set<Alias> all = new LinkedHashSet<>(aliases);
        if (key == null) {
            all.addAll(route.split().others().keySet());
        }
        return all.stream()
                .map(alias -> view.flatMap(known -> known.byAlias(route.name(), alias))
                        .map(ModelVersion::id)
                        .orElse("none"))
                .collect(Collectors.joining(", "));
    }

    @Override
    public ChatReply ask(ChatRequest request) {
        return route(request).reply();
    }

    /**
     * {@inheritDoc}
     *
     * <p>A version that fails before its first part is followed by the next, as for {@link #ask}. After the
     * first part no other is asked, for its answer would begin anew.
     */
    @Override
    public ChatReply stream(ChatRequest request, Consumer<String> parts) {
        return route(request, (model, question) -> model.stream(question, parts))
                .reply();
    }

    /**
     * Asks a question, and returns the answer with the version that gave it. The question's deadline is for all
     * versions that are tried, together.
     *
     * @throws NoModelException if no alias of the route points to a version
     * @throws FineTuningException if the registry cannot be read, no version was ever known, and the route has no last
     *     resort
     * @throws ProviderException the last failure, if every version failed
     */
    public RoutedReply route(ChatRequest request) {
        return route(request, ChatModel::ask);
    }

    private RoutedReply route(ChatRequest request, BiFunction<ChatModel, ChatRequest, ChatReply> way) {
        Timed asking = new Timed(request, way, Deadline.of(request, id(), id()));
        Set<Alias> order = route.order(choose());
        Optional<RegistryView> known = view();
        if (known.isEmpty()) {
            return lastResort(asking, null, order);
        }
        RegistryView view = known.get();
        shadow(request, view);
        Set<String> tried = new HashSet<>();
        ProviderException failure = null;
        for (Alias alias : order) {
            Optional<ModelVersion> version = view.byAlias(route.name(), alias);
            if (version.isEmpty() || !tried.add(version.get().id())) {
                continue;
            }
            try {
                return new RoutedReply(call(version.get(), alias, asking, false), version);
            } catch (ProviderException e) {
                failure = next(failure, e);
                if (asking.deadline().isPassed()) {
                    throw failure;
                }
            }
        }
        return lastResort(asking, failure, order);
    }

    /** Empty if nothing is known yet and the registry cannot be read, where there is a last resort. */
    private Optional<RegistryView> view() {
        try {
            return Optional.of(router.view());
        } catch (FineTuningException e) {
            if (route.lastResort().isEmpty()) {
                throw e;
            }
            LOG.warn("The registry cannot be read and no version is known; the last resort answers", e);
            return Optional.empty();
        }
    }

    private Alias choose() {
        return key == null
                ? route.split().any(ThreadLocalRandom.current())
                : route.split().forKey(route.name(), key);
    }

    private RoutedReply lastResort(Timed asking, @Nullable ProviderException failure, Set<Alias> tried) {
        if (route.lastResort().isPresent()) {
            return new RoutedReply(asking.of(route.lastResort().get()), Optional.empty());
        }
        if (failure != null) {
            throw failure;
        }
        throw new NoModelException(route.name(), tried);
    }

    /**
     * The failure to go on with; a question that is itself wrong is wrong for every model, and an answer that has
     * begun cannot begin anew.
     */
    private static ProviderException next(@Nullable ProviderException before, ProviderException e) {
        if (e instanceof AnswerCutOffException
                || (e instanceof RequestRejectedException && !(e instanceof NotFoundException))) {
            throw e;
        }
        if (before != null && before != e) {
            e.addSuppressed(before);
        }
        return e;
    }

    /** A question, the way it is asked, and the time that all models together have. */
    private record Timed(ChatRequest request, BiFunction<ChatModel, ChatRequest, ChatReply> way, Deadline deadline) {
        ChatReply of(ChatModel model) {
            return way.apply(model, deadline.rest());
        }
    }

    private ChatReply call(ModelVersion version, Alias alias, Timed asking, boolean shadow) {
        ChatRequest request = asking.request();
        try {
            ChatReply reply = asking.of(router.open(version));
            router.report(new RoutedCall(version, alias, shadow, request, Optional.of(reply), Optional.empty()));
            return reply;
        } catch (ProviderException e) {
            router.report(new RoutedCall(version, alias, shadow, request, Optional.empty(), Optional.of(e)));
            throw e;
        }
    }

    private void shadow(ChatRequest request, RegistryView view) {
        for (Alias alias : route.shadows()) {
            view.byAlias(route.name(), alias)
                    .ifPresent(version -> router.beside(() -> callUnheard(version, alias, request)));
        }
    }

    private void callUnheard(ModelVersion version, Alias alias, ChatRequest request) {
        try {
            call(version, alias, new Timed(request, ChatModel::ask, Deadline.of(request, id(), id())), true);
        } catch (ProviderException reported) {
            // counted and passed to the listeners; it is not waited for
        } catch (RuntimeException e) {
            // the message may quote the question
            LOG.warn(
                    "A shadow call of {} failed with {}",
                    version.id(),
                    e.getClass().getName());
        }
    }
}
