package dev.finetuning.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.Registration;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.training.JobPhase;
import dev.finetuning.training.JobStatus;
import dev.finetuning.training.TrainingJob;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CanaryTrafficTest {
    private static final Author ADA = Author.of("ada", "test");

    private final ModelRegistry registry = JournaledModelRegistry.open(new InMemoryJournal());
    private final Map<String, ScriptedChatModel> models =
            Map.of("old", ScriptedChatModel.answering("old", "old"), "new", ScriptedChatModel.answering("new", "new"));
    private final CanaryTraffic traffic = new CanaryTraffic(registry, version -> models.get(version.modelId()), 0.1);

    @BeforeEach
    void register() {
        registry.assign(version("old"), Alias.PRODUCTION, ADA);
        registry.assign(version("new"), Alias.CHALLENGER, ADA);
    }

    private ModelVersion version(String modelId) {
        JobStatus succeeded = JobStatus.of(JobPhase.SUCCEEDED);
        TrainingJob job = TrainingJob.builder("job-" + modelId, succeeded, "base")
                .model(modelId)
                .build();
        return registry.register(Registration.of("support", job));
    }

    private long askedOfTheNewOne() {
        return IntStream.range(0, 1000)
                .filter(i -> traffic.answer("customer-" + i, "hello").equals("new"))
                .count();
    }

    @Test
    void answer_meetsTheChallengerForAFewCustomersThenForAll() {
        assertThat(askedOfTheNewOne()).isBetween(60L, 140L);

        traffic.adopt("ada");

        assertThat(askedOfTheNewOne()).isEqualTo(1000);
    }

    @Test
    void answer_adoptedVersionFails_isRolledBackByItself() {
        traffic.adopt("ada");
        // it fails its customers, and fails again when the watch asks it the same once more
        for (int i = 0; i < 200; i++) {
            models.get("new").failNext(new ProviderFaultException(Incident.of("test", "ask"), "garbage", null));
        }
        for (int i = 0; i < 50; i++) {
            try {
                traffic.answer("customer-" + i, "hello");
            } catch (ProviderFaultException e) {
                assertThat(e).hasMessageContaining("garbage");
            }
        }
        // the watch asks both versions and rolls back in the background
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (inProduction().equals("new") && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(inProduction()).isEqualTo("old");
    }

    private String inProduction() {
        return registry.byAlias("support", Alias.PRODUCTION).orElseThrow().modelId();
    }
}
