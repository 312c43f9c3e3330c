package dev.finetuning.routing;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.Registration;
import dev.finetuning.registry.promotion.PromotionPolicy;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.TrainingJob;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A registry with scripted models behind it: a version's model answers its own model id. */
final class Fleet {
    static final Author ADA = Author.of("ada", "test");
    static final String BOT = "support-bot";

    final ModelRegistry registry = JournaledModelRegistry.open(new InMemoryJournal());
    /** The models that answer nothing for now. */
    final Set<String> down = ConcurrentHashMap.newKeySet();

    private final Map<String, ScriptedChatModel> models = new ConcurrentHashMap<>();
    private int opened;

    ModelVersion version(String modelId) {
        TrainingJob job = TrainingJob.builder("job-" + modelId, JobStatus.of(JobPhase.SUCCEEDED), "base")
                .model(modelId)
                .build();
        return registry.register(Registration.of(BOT, job));
    }

    ModelVersion promoted(String modelId, Alias alias) {
        ModelVersion version = version(modelId);
        registry.promote(version, alias, PromotionPolicy.of(), ADA);
        return version;
    }

    ScriptedChatModel model(String modelId) {
        return models.computeIfAbsent(modelId, id -> ScriptedChatModel.answering(id, id));
    }

    ChatModel open(ModelVersion version) {
        opened++;
        ScriptedChatModel model = model(version.modelId());
        return new ChatModel() {
            @Override
            public String id() {
                return model.id();
            }

            @Override
            public ChatReply ask(ChatRequest request) {
                if (down.contains(version.modelId())) {
                    throw busy();
                }
                return model.ask(request);
            }
        };
    }

    /** How many models were opened. */
    int opened() {
        return opened;
    }

    static ProviderException busy() {
        return new RetryLaterException(Incident.of("scripted", "ask"), "busy", null, null);
    }
}
