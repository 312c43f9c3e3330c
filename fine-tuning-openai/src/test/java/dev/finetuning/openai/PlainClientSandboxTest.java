package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import com.openai.models.finetuning.jobs.FineTuningJob;
import com.openai.models.finetuning.jobs.JobCreateParams;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.testing.ManualTime;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application that uses the plain vendor client can be tested against the sandbox too. */
class PlainClientSandboxTest {
    private final ManualTime time = ManualTime.create();

    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox(time);

    @Test
    void wholeLife_withTheVendorsTypedModels_isValidThroughout() {
        try (PlainClient plain = PlainClient.of(sandbox)) {
            OpenAIClient client = plain.client;
            FileObject file = client.files().create(upload()).validate();
            FineTuningJob job = client.fineTuning()
                    .jobs()
                    .create(JobCreateParams.builder()
                            .model(Fixtures.MODEL)
                            .trainingFile(file.id())
                            .build());
            assertThat(job.status()).isEqualTo(FineTuningJob.Status.VALIDATING_FILES);

            time.advance(Duration.ofHours(1));
            FineTuningJob done = client.fineTuning().jobs().retrieve(job.id());
            assertThat(done.status()).isEqualTo(FineTuningJob.Status.SUCCEEDED);
            assertThat(client.fineTuning().jobs().listEvents(job.id()).autoPager().stream())
                    .hasSize(35);
            assertThat(client.fineTuning().jobs().checkpoints().list(job.id()).items())
                    .hasSize(3);
            assertThat(answer(client, done.fineTunedModel().orElseThrow())).isEqualTo("four");
        }
    }

    private static FileCreateParams upload() {
        String line = "{\"messages\":[{\"role\":\"user\",\"content\":\"two and two?\"},"
                + "{\"role\":\"assistant\",\"content\":\"four\"}]}\n";
        byte[] content = line.repeat(10).getBytes(StandardCharsets.UTF_8);
        return FileCreateParams.builder()
                .purpose(FilePurpose.FINE_TUNE)
                .file(PlainClient.named(new ByteArrayInputStream(content), "train.jsonl"))
                .build();
    }

    private static String answer(OpenAIClient client, String model) {
        ChatCompletion completion = client.chat()
                .completions()
                .create(ChatCompletionCreateParams.builder()
                        .model(model)
                        .addUserMessage("two and two?")
                        .build());
        return completion.choices().get(0).message().content().orElseThrow();
    }
}
