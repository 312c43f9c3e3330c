package dev.finetuning.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.journal.Journal;
import dev.finetuning.journal.JournalEntry;
import dev.finetuning.journal.JournalUnavailableException;
import dev.finetuning.registry.ModelRegistry;
import dev.finetuning.registry.Registration;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.run.FineTuningRuns;
import dev.finetuning.run.RunPlan;
import dev.finetuning.spring.FineTuningAutoConfiguration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ActuateTest {
    @TempDir
    Path folder;

    private ApplicationContextRunner application() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        FineTuningAutoConfiguration.class,
                        FineTuningEndpointAutoConfiguration.class,
                        Boot3HealthAutoConfiguration.class))
                .withPropertyValues(
                        "fine-tuning.folder=" + folder,
                        "fine-tuning.journal.type=memory",
                        "fine-tuning.runs.advance=false",
                        "management.endpoints.web.exposure.include=finetuning");
    }

    @Test
    void endpoint_exposed_showsRunsAndVersions() {
        application().run(context -> {
            ModelRegistry registry = context.getBean(ModelRegistry.class);
            ModelVersion version = registry.register(Registration.ofModel("support", "model-1").toBuilder()
                    .provider("local")
                    .build());
            registry.assign(version, Alias.PRODUCTION, Author.of("ada", "first"));
            var data = Dataset.builder("support");
            for (int i = 0; i < 10; i++) {
                data.addConversation("", "secret question " + i, "secret answer " + i);
            }
            String run = context.getBean(FineTuningRuns.class)
                    .start(RunPlan.builder("support", "local", data.build()).build());

            FineTuningEndpoint endpoint = context.getBean(FineTuningEndpoint.class);
            assertThat(endpoint.overview().toString())
                    .contains("production", "model-1", "1.0.0", run)
                    .doesNotContain("secret");
            assertThat(endpoint.run(run).getStatus()).isEqualTo(200);
            assertThat(endpoint.run(run).getBody())
                    .containsEntry("stage", "upload")
                    .containsEntry("status", "active");
            assertThat(endpoint.run("no-such-run").getStatus()).isEqualTo(404);
            assertThat(endpoint.run("no-such-run").getBody()).isNull();
        });
    }

    @Test
    void endpoint_notExposed_isNotThere() {
        application()
                .withPropertyValues("management.endpoints.web.exposure.include=info")
                .run(context -> assertThat(context).doesNotHaveBean(FineTuningEndpoint.class));
    }

    @Test
    void health_journalGone_isDown() {
        Breaking journal = new Breaking();
        application().withBean(Journal.class, () -> journal).run(context -> {
            HealthIndicator health = context.getBean(HealthIndicator.class);
            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
            assertThat(health.health().getDetails()).isEqualTo(Map.of("models", 0));

            journal.broken = true;

            assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        });
    }

    private static final class Breaking implements Journal {
        private final InMemoryJournal journal = new InMemoryJournal();
        private volatile boolean broken;

        @Override
        public long append(String stream, long expectedSize, List<JournalEntry> entries) {
            return journal.append(stream, expectedSize, entries);
        }

        @Override
        public List<JournalEntry> read(String stream, long fromSequence, int limit) {
            if (broken) {
                throw new JournalUnavailableException(stream, "gone", false, null);
            }
            return journal.read(stream, fromSequence, limit);
        }
    }
}
