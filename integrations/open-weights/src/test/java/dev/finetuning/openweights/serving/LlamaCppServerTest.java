package dev.finetuning.openweights.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.openweights.sandbox.LlamaCppSandbox;
import dev.finetuning.provider.RequestRejectedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LlamaCppServerTest {
    private static final Path ADAPTER = Path.of("jobs/ow-1/adapter");

    @RegisterExtension
    final LlamaCppSandbox sandbox = new LlamaCppSandbox();

    private LlamaCppServer server;

    @BeforeEach
    void open() {
        sandbox.started("/adapters/ow-1.gguf", "C:\\adapters\\ow-2@40.gguf");
        server = LlamaCppServer.builder(sandbox.root(), "smollm2").build();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String ask(String model) {
        return server.chatModel(model).ask(ChatRequest.of("hello")).text();
    }

    @Test
    void chatModel_ofAdapters_appliesThatOneAlone() {
        assertThat(ask("ow-1")).isEqualTo("/adapters/ow-1.gguf at 1.0 answers");
        assertThat(ask("ow-2@40")).isEqualTo("C:\\adapters\\ow-2@40.gguf at 1.0 answers");
        assertThat(ask("smollm2")).isEqualTo("the base answers");
    }

    @Test
    void chatModel_ofOneQuestionAndSeveralAdapters_isNotAnsweredFromTheCache() {
        ask("ow-1");

        assertThat(ask("smollm2")).isEqualTo("the base answers");
        ChatRequest cached = ChatRequest.of("hello").withOption("cache_prompt", true);
        assertThat(server.chatModel("smollm2").ask(cached).text()).startsWith("/adapters/ow-1.gguf");
    }

    @Test
    void chatModel_serverStartedAgainInAnotherOrder_findsTheAdapter() {
        assertThat(ask("ow-1")).startsWith("/adapters/ow-1.gguf at 1.0");
        sandbox.started("/adapters/ow-3.gguf", "/adapters/ow-1.gguf");

        assertThat(ask("ow-1")).isEqualTo("/adapters/ow-1.gguf at 1.0 answers");
    }

    @Test
    void chatModel_streamed_handsOverTheParts() {
        List<String> parts = new ArrayList<>();

        assertThat(server.chatModel("ow-1").stream(ChatRequest.of("hello"), parts::add)
                        .text())
                .isEqualTo(String.join("", parts))
                .endsWith("answers");
        assertThat(parts).hasSizeGreaterThan(1);
    }

    @Test
    void load_adapterOfTheCommandLine_isContent() {
        server.load("ow-1", ADAPTER);
        server.unload(List.of("ow-1"));

        assertThat(ask("ow-1")).startsWith("/adapters/ow-1.gguf");
    }

    @Test
    void load_anyOther_isRejectedWithWhatToStartTheServerWith() {
        assertThatThrownBy(() -> server.load("ow-9", ADAPTER))
                .isInstanceOf(RequestRejectedException.class)
                .hasMessageContaining("--lora ow-9.gguf --lora-init-without-apply");
        assertThatThrownBy(() -> ask("ow-9")).isInstanceOf(RequestRejectedException.class);
    }
}
