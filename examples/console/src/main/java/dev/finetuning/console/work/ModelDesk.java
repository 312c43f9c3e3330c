package dev.finetuning.console.work;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.console.access.Caller;
import dev.finetuning.console.input.RefusedException;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.RegisteredModel;
import dev.finetuning.registry.RegistryEvent;
import dev.finetuning.registry.promotion.Candidate;
import dev.finetuning.registry.promotion.GateVerdict;
import dev.finetuning.registry.promotion.PromotionDecision;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.registry.version.VersionComparison;
import dev.finetuning.registry.version.VersionStatus;
import dev.finetuning.training.TrainingPipeline;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The versions of a tenant's models: what is in production, and why. Thread-safe. */
public final class ModelDesk {
    private final ModelRegistry registry;
    private final TrainingPipeline pipeline;
    private final PromotionPolicy policy;

    ModelDesk(ModelRegistry registry, TrainingPipeline pipeline, PromotionPolicy policy) {
        this.registry = registry;
        this.pipeline = pipeline;
        this.policy = policy;
    }

    /** All models, in alphabetical order. */
    public List<RegisteredModel> models() {
        return registry.view().names().stream().sorted().map(this::model).toList();
    }

    /** One model. */
    public RegisteredModel model(String name) {
        return registry.view().model(name).orElseThrow(() -> RefusedException.notFound("model"));
    }

    /** One version, by an id such as {@code support@1.0.0}. */
    public ModelVersion version(String id) {
        try {
            return registry.view().version(id).orElseThrow(() -> RefusedException.notFound("version"));
        } catch (IllegalArgumentException e) {
            throw RefusedException.notFound("version");
        }
    }

    /** The newest versions that are active, evaluated and newer than what is in production. */
    public List<ModelVersion> waiting() {
        return models().stream()
                .map(RegisteredModel::newest)
                .flatMap(Optional::stream)
                .filter(version -> version.status() == VersionStatus.ACTIVE)
                .filter(version -> !version.aliases().contains(Alias.PRODUCTION))
                .toList();
    }

    /** What happened to a model, oldest first. */
    public List<RegistryEvent> history(String name) {
        model(name);
        return registry.history(name);
    }

    /** What was in production at an instant. */
    public Optional<ModelVersion> productionAt(String name, Instant instant) {
        model(name);
        return registry.productionAt(name, instant);
    }

    /** What the gates say about a version at this moment. Changes nothing. */
    public List<GateVerdict> verdicts(ModelVersion version, Alias alias) {
        return policy.judge(registry.byAlias(version.name(), alias)
                .map(champion -> Candidate.against(champion, version, alias))
                .orElseGet(() -> Candidate.unopposed(version, alias)));
    }

    /** Asks the gates, and moves the alias if they all pass. */
    public PromotionDecision promote(String versionId, Alias alias, Caller caller, String why) {
        return registry.promote(version(versionId), alias, policy, Author.of(caller.who(), why));
    }

    /** Moves the alias whatever the gates say. The reason is recorded. */
    public PromotionDecision override(String versionId, Alias alias, Caller caller, String why) {
        if (why.isBlank()) {
            throw RefusedException.invalid("why", "must be given to override the gates");
        }
        return registry.override(version(versionId), alias, policy, Author.of(caller.who(), why));
    }

    /** Returns an alias to the version before. */
    public ModelVersion rollback(String name, Alias alias, Caller caller, String why) {
        model(name);
        return registry.rollback(name, alias, Author.of(caller.who(), why));
    }

    /** Takes a version out of use. */
    public ModelVersion archive(String versionId, Caller caller, String why) {
        return registry.archive(version(versionId), Author.of(caller.who(), why));
    }

    /** Takes an archived version back into use. */
    public ModelVersion restore(String versionId, Caller caller, String why) {
        return registry.restore(version(versionId), Author.of(caller.who(), why));
    }

    /** Two versions beside each other. */
    public VersionComparison compare(String first, String second) {
        return VersionComparison.of(version(first), version(second));
    }

    /**
     * The version behind an alias, or a version itself.
     *
     * @param target an alias such as {@code production}, or a version such as {@code 1.0.0}
     */
    public ModelVersion serving(String name, String target) {
        RegisteredModel model = model(name);
        return model.aliases().entrySet().stream()
                .filter(alias -> alias.getKey().name().equals(target))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(() -> model.versions().stream()
                        .filter(version -> version.version().toString().equals(target))
                        .findFirst())
                .orElseThrow(() -> RefusedException.notFound("version or alias of this model"));
    }

    /** Asks a version. */
    public ChatReply ask(ModelVersion version, String question) {
        return open(version).ask(ChatRequest.of(question));
    }

    /** Asks a version, and passes its answer on piece by piece. */
    public ChatReply stream(ModelVersion version, String question, Consumer<String> pieces) {
        return open(version).stream(ChatRequest.of(question), pieces);
    }

    private ChatModel open(ModelVersion version) {
        if (version.status() == VersionStatus.ARCHIVED) {
            throw RefusedException.of(
                    RefusedException.Kind.CONFLICT, "archived", "The version is archived. Restore it first.");
        }
        return pipeline.chatModel(version.modelId());
    }
}
