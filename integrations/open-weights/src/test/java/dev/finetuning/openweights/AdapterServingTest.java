package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.journal.InMemoryJournal;
import dev.finetuning.openweights.sandbox.VllmSandbox;
import dev.finetuning.openweights.serving.AdapterServer;
import dev.finetuning.openweights.serving.VllmServer;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.registry.JournaledModelRegistry;
import dev.finetuning.registry.Registration;
import dev.finetuning.registry.ServingRegistry;
import dev.finetuning.registry.version.Alias;
import dev.finetuning.registry.version.Author;
import dev.finetuning.registry.version.ModelVersion;
import dev.finetuning.routing.ModelRouter;
import dev.finetuning.routing.RoutedModel;
import dev.finetuning.training.TrainingJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Versions are loaded before an alias moves to them, at any server. */
class AdapterServingTest {
    private static final String NAME = "support";
    private static final Author CI = Author.of("ci", "nightly run");
    private static final ChatRequest QUESTION = ChatRequest.of("hello");

    @TempDir
    private static Path folder;

    private static OpenWeightsPipeline pipeline;
    private static List<TrainingJob> jobs;

    @RegisterExtension
    final VllmSandbox sandbox = new VllmSandbox();

    private final JournaledModelRegistry plain = JournaledModelRegistry.open(new InMemoryJournal());
    private final List<ModelVersion> versions = new ArrayList<>();

    @BeforeAll
    static void train() {
        pipeline = FakeTrainer.in(folder).builder().build();
        jobs = Stream.of(1, 2)
                .map(number -> pipeline.start(Exercise.request(pipeline).build()))
                .map(job -> Exercise.finish(pipeline, job.id()))
                .toList();
    }

    @AfterAll
    static void close() {
        if (pipeline != null) {
            pipeline.close();
        }
    }

    @BeforeEach
    void register() {
        versions.add(plain.register(Registration.ofModel(NAME, FakeTrainer.BASE)));
        jobs.forEach(job -> versions.add(plain.register(Registration.of(NAME, job))));
    }

    private static RoutedModel production(ServingRegistry registry, AdapterServer server) {
        return ModelRouter.create(registry, version -> server.chatModel(version.modelId()))
                .model(NAME, Alias.PRODUCTION);
    }

    @Test
    void promotions_atAServerOfItsOwn_loadBeforeTheAliasMovesAndUnloadAfterwards() {
        AdapterServer server = VllmServer.builder(sandbox.root())
                .baseModel(FakeTrainer.BASE, VllmSandbox.BASE)
                .build();
        ServingRegistry registry =
                ServingRegistry.of(plain, pipeline.serving(server)).withoutPrevious();
        RoutedModel production = production(registry, server);
        String first = versions.get(1).modelId();
        String second = versions.get(2).modelId();

        registry.assign(versions.get(0), Alias.PRODUCTION, CI);
        assertThat(production.ask(QUESTION).text()).isEqualTo(VllmSandbox.BASE + " answers");
        registry.assign(versions.get(1), Alias.PRODUCTION, CI);
        assertThat(production.ask(QUESTION).text()).isEqualTo(first + " answers");
        registry.assign(versions.get(2), Alias.PRODUCTION, CI);
        assertThat(production.ask(QUESTION).text()).isEqualTo(second + " answers");
        registry.rollback(NAME, Alias.PRODUCTION, CI);
        assertThat(production.ask(QUESTION).text()).isEqualTo(first + " answers");

        assertThat(sandbox.log())
                .containsExactly(
                        "load " + first, "load " + second, "unload " + first, "load " + first, "unload " + second);
        assertThat(sandbox.loaded())
                .containsEntry(first, pipeline.adapterFolder(first).toString());
        server.close();
    }

    @Test
    void promotion_thatTheServerRefuses_leavesTheAliasWhereItIs() {
        AdapterServer server = VllmServer.builder(sandbox.root()).build();
        ServingRegistry registry = ServingRegistry.of(plain, pipeline.serving(server));
        registry.assign(versions.get(1), Alias.PRODUCTION, CI);
        sandbox.answerNext(
                "load_lora_adapter",
                VllmSandbox.error(400, "BadRequestError", "LoRA rank 64 is greater than max_lora_rank 16."));

        assertThatThrownBy(() -> registry.assign(versions.get(2), Alias.PRODUCTION, CI))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("max_lora_rank 16");

        assertThat(registry.byAlias(NAME, Alias.PRODUCTION).map(ModelVersion::id))
                .hasValue(versions.get(1).id());
        assertThat(sandbox.loaded()).containsOnlyKeys(versions.get(1).modelId());
        server.close();
    }

    @Test
    void promotions_atThePipelinesOwnServer_loadAndUnloadThere() throws IOException {
        AdapterServer server = pipeline.adapterServer();
        ServingRegistry registry =
                ServingRegistry.of(plain, pipeline.serving(server)).withoutPrevious();
        RoutedModel production = production(registry, server);
        String first = "jobs/" + versions.get(1).modelId() + "/adapter";
        String second = "jobs/" + versions.get(2).modelId() + "/adapter";
        registry.assign(versions.get(1), Alias.PRODUCTION, CI);
        registry.assign(versions.get(2), Alias.PRODUCTION, CI);

        assertThat(production.ask(QUESTION).text()).startsWith(second + " answers");
        assertThat(folder.resolve("pipeline/loads.txt"))
                .hasContent("load " + first + "\nload " + second + "\nunload " + first + "\n");
        Files.createFile(pipeline.adapterFolder(versions.get(1).modelId()).resolve("broken"));
        assertThatThrownBy(() -> registry.rollback(NAME, Alias.PRODUCTION, CI))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("cannot be loaded");
        assertThat(production.ask(QUESTION).text()).startsWith(second + " answers");
    }
}
