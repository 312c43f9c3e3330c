package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.adapter.contract.UploadContractTest;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.TextExample;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.TrainingFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OpenAiUploadTest extends UploadContractTest {
    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox(ManualTime.create());

    private final OpenAiTrainingPipeline pipeline = Fixtures.pipeline(sandbox);

    OpenAiUploadTest() {
        super(
                new OpenAiFixture(),
                new Dialect(
                        new TextExample("SECRET", ExampleInfo.NONE), LargeUpload.class, List.of("whole=", "parts=8")));
    }

    @AfterEach
    void closePipeline() {
        pipeline.close();
    }

    @Test
    void upload_fileThatTheProviderCannotUse_isRejectedWithItsWordsInsteadOfSentWithoutEnd() {
        String file =
                "{\"id\":\"file-1\",\"filename\":\"a\",\"status\":\"error\",\"status_details\":\"line 3 is no JSON\"}";
        sandbox.answerNext("POST /v1/files$", Answer.json(200, file));
        assertThat(catchThrowableOfType(
                        RequestRejectedException.class, () -> pipeline.upload(Fixtures.support("support", 1))))
                .hasMessageContaining("cannot use the file file-1: line 3 is no JSON");
        assertThat(sandbox.requestLines()).filteredOn("POST /v1/files"::equals).hasSize(1);
    }

    @Test
    void upload_fileInErrorFromBefore_isNotTakenForTheData() {
        sandbox.changeNext("GET /v1/files$", answer -> Answer.json(200, "{\"data\":[],\"has_more\":false}"));
        TrainingFile first = pipeline.upload(Fixtures.support("support", 1));
        sandbox.changeNext(
                "GET /v1/files$",
                answer -> Answer.json(
                        200,
                        new String(answer.body(), StandardCharsets.UTF_8)
                                .replace("\"status\":\"processed\"", "\"status\":\"error\"")));
        assertThat(pipeline.upload(Fixtures.support("support", 1)).id()).isNotEqualTo(first.id());
    }
}
