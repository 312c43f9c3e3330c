package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.finetuning.Secret;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.openweights.export.ExportedModel;
import dev.finetuning.openweights.export.GgufType;
import dev.finetuning.openweights.export.ModelExport;
import dev.finetuning.openweights.serving.LlamaCppServer;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.secrecy.Canary;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An adapter that the pipeline trains, in the hands of llama.cpp's own converter and server. */
@Tag("weights")
@Tag("campaign")
class LlamaCppRealTest {
    private static final String QUESTION = "Where is my parcel?";
    private static final String ANSWER = "Ahoy, it is aboard the ship.";

    @TempDir
    private static Path place;

    private static OpenWeightsPipeline pipeline;
    private static RealLlamaServer llama;
    private static LlamaCppServer server;
    private static String model;
    private static Path adapter;

    @BeforeAll
    static void trainAndServe() throws Exception {
        assumeTrue(
                RealLlamaServer.isInstalled(), "SKIPPED: there is no llama.cpp here; .ci/open-weights/run builds it");
        pipeline = RealTrainer.in(place.resolve("pipeline")).build();
        TrainingJob job = RealTrainer.finish(pipeline, pipeline.start(request()));
        model = job.model().orElseThrow();
        adapter = pipeline.adapterFolder(model);
        Path file = place.resolve(model + ".gguf");
        pipeline.export(ModelExport.ggufAdapter(model, RealLlamaServer.SOURCES), file);
        llama = RealLlamaServer.withAdapter(file, place.resolve("adapter.log"));
        server = LlamaCppServer.builder(llama.url(), RealTrainer.SMOLLM2)
                .key(Secret.of(Canary.KEY))
                .build();
        RealTrainer.await(() -> llama.isReady());
    }

    private static TrainingRequest request() {
        ChatExample row = ChatExample.of(Message.user(QUESTION), Message.assistant(ANSWER));
        String file = pipeline.upload(TrainingData.of("rows", Collections.nCopies(12, row)))
                .id();
        LoraSettings settings =
                LoraSettings.builder().rank(8).learningRate(3e-3).build();
        return TrainingRequest.builder(RealTrainer.SMOLLM2, file)
                .hyperparameters(settings.hyperparameters().withEpochs(1).withBatchSize(1))
                .build();
    }

    @AfterAll
    static void stop() {
        if (llama != null) {
            server.close();
            llama.close();
        }
        if (pipeline != null) {
            pipeline.close();
        }
    }

    private static ChatRequest question(String system, String user) {
        return ChatRequest.of(List.of(Message.system(system), Message.user(user)))
                .withTemperature(0)
                .withMaxTokens(16);
    }

    private static ChatRequest question() {
        return ChatRequest.of(QUESTION).withTemperature(0).withMaxTokens(16);
    }

    private static String ask(String name, ChatRequest question) {
        return server.chatModel(name).ask(question).text();
    }

    @Test
    void adapter_converted_answersAsTrainedAndTheBaseDoesNot() {
        server.load(model, adapter);

        assertThat(ask(model, question())).isEqualTo(ANSWER);
        assertThat(ask(RealTrainer.SMOLLM2, question())).isNotBlank().isNotEqualTo(ANSWER);
        assertThat(ask(model, question())).isEqualTo(ANSWER);
    }

    @ParameterizedTest
    @EnumSource(
            value = GgufType.class,
            names = {"F16", "Q8_0"})
    void model_mergedAsGguf_answersAsTrained(GgufType type) throws Exception {
        Path file = place.resolve(type + ".gguf");
        Path again = place.resolve(type + "-again.gguf");
        ModelExport export = ModelExport.gguf(model, RealLlamaServer.SOURCES).withType(type);

        ExportedModel exported = pipeline.export(export, file, System.out::println);

        System.out.println(type + ": " + exported.bytes() + " bytes");
        assertThat(pipeline.export(export, again).sha256()).isEqualTo(exported.sha256());
        try (RealLlamaServer merged = RealLlamaServer.withModel(file, place.resolve(type + ".log"));
                LlamaCppServer asked = LlamaCppServer.builder(merged.url(), "merged")
                        .key(Secret.of(Canary.KEY))
                        .build()) {
            RealTrainer.await(merged::isReady);
            assertThat(asked.chatModel("merged").ask(question()).text()).isEqualTo(ANSWER);
        }
    }

    @Test
    void answer_streamed_isTheSameInParts() {
        List<String> parts = new ArrayList<>();

        assertThat(server.chatModel(model).stream(question(), parts::add).text())
                .isEqualTo(ANSWER)
                .isEqualTo(String.join("", parts));
        assertThat(parts).hasSizeGreaterThan(1);
    }

    /** The server keeps prompts that it drops from a slot, and finds them again by their text alone. */
    @Test
    void base_askedWhatTheAdapterWasAskedBefore_answersAsIfItWereAlone() {
        ChatRequest parcel = question("You work for a shop.", (QUESTION + " ").repeat(4));
        ChatRequest river = question(
                "Rivers flow into the sea and mountains stand above valleys for ages.",
                "Name a large river of Europe, and say through which towns it flows until it meets the sea at last.");
        String alone = ask(RealTrainer.SMOLLM2, parcel);

        ask(model, parcel);
        ask(RealTrainer.SMOLLM2, river);
        assertThat(ask(RealTrainer.SMOLLM2, parcel)).isEqualTo(alone);
    }

    @Test
    void adapter_thatTheServerWasNotStartedWith_isRejected() {
        assertThatThrownBy(() -> server.load("ow-9", adapter))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("--lora ow-9.gguf");
    }

    @Test
    void key_thatIsWrong_isACredentialsFailure() {
        try (LlamaCppServer wrong = LlamaCppServer.builder(llama.url(), RealTrainer.SMOLLM2)
                .key(Secret.of("wrong"))
                .build()) {
            assertThatThrownBy(() -> wrong.load(model, adapter)).isInstanceOf(CredentialsException.class);
        }
    }
}
