package dev.finetuning.openweights.serving;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatModelContractTest;
import dev.finetuning.openweights.sandbox.VllmSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class HostedModelContractTest extends ChatModelContractTest {
    @RegisterExtension
    final VllmSandbox sandbox = new VllmSandbox();

    private final VllmServer server = VllmServer.builder(sandbox.root()).build();

    @AfterEach
    void close() {
        server.close();
    }

    @Override
    protected ChatModel model() {
        return server.chatModel(VllmSandbox.BASE);
    }
}
