package consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.mistral.sandbox.MistralSandbox;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.testing.ScriptedChatModel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.RegisterExtension;

class SandboxTest {
    private static final String QUESTION = """
            {"model": "gpt-4.1-mini-2025-04-14", "messages": [{"role": "user", "content": "Where is it?"}]}""";

    @RegisterExtension
    final OpenAiSandbox openAi = new OpenAiSandbox().chat(ScriptedChatModel.answering("any", "On its way."));

    @RegisterExtension
    final MistralSandbox mistral = new MistralSandbox();

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        request.header("Authorization", "Bearer key")
                                .header("Content-Type", "application/json")
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void openAi_answersAndFailsOnDemand() throws IOException, InterruptedException {
        URI chat = URI.create(openAi.url() + "/chat/completions");
        openAi.answerNext("POST", OpenAiSandbox.error(429, "rate_limit_exceeded", "slow down"));

        var refused = send(HttpRequest.newBuilder(chat).POST(HttpRequest.BodyPublishers.ofString(QUESTION)));
        var answered = send(HttpRequest.newBuilder(chat).POST(HttpRequest.BodyPublishers.ofString(QUESTION)));

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(answered.body()).contains("On its way.");
        assertThat(openAi.requestLines()).hasSize(2);
    }

    @Test
    void mistral_listsItsModels() throws IOException, InterruptedException {
        var models = send(HttpRequest.newBuilder(URI.create(mistral.root() + "/v1/models")));

        assertThat(models.statusCode()).isEqualTo(200);
        assertThat(models.body()).contains("open-mistral-7b");
    }

    @Test
    void extensions_ofThisArtifact_noneRegistersItself() {
        assertThat(ServiceLoader.load(Extension.class)).isEmpty();
    }
}
