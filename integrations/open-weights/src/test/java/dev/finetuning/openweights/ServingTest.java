package dev.finetuning.openweights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.training.TrainingJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingTest {
    @TempDir
    private Path folder;

    @Test
    void chatModel_ofBaseAdapterAndCheckpoint_asksEachByItsName() throws Exception {
        try (OpenWeightsPipeline pipeline = FakeTrainer.in(folder).builder().build()) {
            TrainingJob job = Exercise.finish(
                    pipeline, pipeline.start(Exercise.request(pipeline).build()).id());
            String checkpoint = pipeline.checkpoints(job.id()).get(0).modelId().orElseThrow();

            assertThat(ask(pipeline, FakeTrainer.BASE)).startsWith("base answers");
            assertThat(ask(pipeline, job.id())).startsWith("jobs/" + job.id() + "/adapter answers");
            assertThat(ask(pipeline, checkpoint)).startsWith("jobs/" + job.id() + "/checkpoints/checkpoint-2 answers");
            try (Stream<Path> logs = Files.list(folder.resolve("pipeline/servers"))) {
                assertThat(logs).as("one server for all of them").hasSize(1);
            }
        }
    }

    private static String ask(OpenWeightsPipeline pipeline, String model) {
        return pipeline.chatModel(model).ask(ChatRequest.of("hello")).text();
    }

    @Test
    void chatModel_thatIsNone_isNotFound() {
        try (OpenWeightsPipeline pipeline = FakeTrainer.in(folder).builder().build()) {
            for (String name : new String[] {"ow-none", "ow-none@2", "../base", "ow-1@../x", ""}) {
                assertThatThrownBy(() -> pipeline.chatModel(name)).isInstanceOf(NotFoundException.class);
            }
        }
    }

    @Test
    void ask_withALimit_saysThatItWasReached() {
        try (OpenWeightsPipeline pipeline = FakeTrainer.in(folder).builder().build()) {
            ChatReply reply = pipeline.chatModel(FakeTrainer.BASE)
                    .ask(ChatRequest.of("hello").withMaxTokens(2));

            assertThat(reply.text()).isEqualTo("base answers");
            assertThat(reply.finishReason()).isEqualTo("length");
            assertThat(reply.usage().outputTokens()).isEqualTo(2);
        }
    }

    @Test
    void ask_whatTheTemplateRefuses_isRejected() {
        try (OpenWeightsPipeline pipeline = FakeTrainer.in(folder).builder().build()) {
            ChatModel model = pipeline.chatModel(FakeTrainer.BASE);

            assertThatThrownBy(() -> model.ask(ChatRequest.of("break")))
                    .isInstanceOf(RequestRejectedException.class)
                    .hasMessageContaining("chat template refuses");
            assertThatThrownBy(() -> model.ask(ChatRequest.of("hello").withOption("top_k", 3)))
                    .isInstanceOf(RequestRejectedException.class)
                    .hasMessageContaining("top_k");
        }
    }

    @Test
    void ask_serverThatDied_isAnsweredByAnother() {
        try (OpenWeightsPipeline pipeline = FakeTrainer.in(folder).builder().build()) {
            ChatModel model = pipeline.chatModel(FakeTrainer.BASE);

            assertThatThrownBy(() -> model.ask(ChatRequest.of("die"))).isInstanceOf(RetryLaterException.class);
            assertThat(model.ask(ChatRequest.of("hello")).text()).startsWith("base answers");
        }
    }

    @Test
    void ask_serverThatCannotStart_saysWhyAndWhereToLook() throws Exception {
        FakeTrainer.python();
        Path script = folder.resolve("python");
        Files.writeString(script, "#!/bin/sh\necho Traceback: >&2\necho No module named torch >&2\nexit 4\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        try (OpenWeightsPipeline pipeline = FakeTrainer.in(folder)
                .builder()
                .environment(PythonEnvironment.at(script))
                .build()) {
            assertThatThrownBy(() -> ask(pipeline, FakeTrainer.BASE))
                    .isInstanceOf(ProviderFaultException.class)
                    .hasMessageContaining("exit code 4")
                    .hasMessageContaining("it said: No module named torch")
                    .hasMessageContaining(".log");
        }
    }

    @Test
    void close_endsTheServersAndAskingAfterwardsFails() throws Exception {
        OpenWeightsPipeline pipeline = FakeTrainer.in(folder).builder().build();
        ChatModel model = pipeline.chatModel(FakeTrainer.BASE);
        model.ask(ChatRequest.of("hello"));
        long servers = ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .count();

        pipeline.close();

        Exercise.await(() -> ProcessHandle.current()
                        .children()
                        .filter(ProcessHandle::isAlive)
                        .count()
                < servers);
        assertThatThrownBy(() -> model.ask(ChatRequest.of("hello"))).isInstanceOf(IllegalStateException.class);
    }
}
