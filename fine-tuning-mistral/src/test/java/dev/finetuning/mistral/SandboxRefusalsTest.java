package dev.finetuning.mistral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.mistral.sandbox.MistralSandbox;
import dev.finetuning.sandbox.SandboxCalls;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.TrainingFile;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sandbox refuses what the provider refuses, in words and not by hanging up. */
class SandboxRefusalsTest {
    private final ManualTime time = ManualTime.create();

    @RegisterExtension
    final MistralSandbox sandbox = new MistralSandbox(time);

    private final MistralTrainingPipeline pipeline = Fixtures.pipeline(sandbox);

    private SandboxCalls calls() {
        return new SandboxCalls(sandbox.url() + "/v1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                                                | 422",
                "{'hyperparameters':{}}                                           | 400",
                "{'model':'open-mistral-7b','training_files':[{'file_id':'FILE'}]} | 422",
                "{'model':'no-such','hyperparameters':{},'training_files':[{'file_id':'FILE'}]} | 422",
                "{'model':'open-mistral-7b','hyperparameters':{},'training_files':[{'file_id':'none'}]} | 422",
                "{'model':'open-mistral-7b','hyperparameters':{},'training_files':[{'file_id':'FILE'}],'validation_files':['none']} | 422",
                "{'model':'open-mistral-7b','hyperparameters':{},'training_files':[{'file_id':'FILE'}],'suffix':'no blank'} | 422",
                "{'model':'open-mistral-7b','hyperparameters':{},'training_files':[{'file_id':'FILE'}],'suffix':'nineteen-characters'} | 422",
                "{'model':'open-mistral-7b','hyperparameters':{'training_steps':0},'training_files':[{'file_id':'FILE'}]} | 422",
                "{'model':'open-mistral-7b','hyperparameters':{'epochs':0},'training_files':[{'file_id':'FILE'}]} | 422",
                "{'model':'open-mistral-7b','hyperparameters':{'learning_rate':2},'training_files':[{'file_id':'FILE'}]} | 422",
                "{'model':'open-mistral-7b','hyperparameters':{},'training_files':[{'file_id':'FILE'}],'job_type':'magic'} | 422",
                "{'model':'open-mistral-7b','hyperparameters':{},'training_files':[{'file_id':'FILE'}]} | 200"
            })
    void job_isRefusedOrTaken(String body, int status) throws IOException, InterruptedException {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        String json = body.replace('\'', '"').replace("FILE", file.id());
        assertThat(calls().status("POST", "/fine_tuning/jobs", json)).isEqualTo(status);
        assertThat(sandbox.jobCount()).isEqualTo(status == 200 ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "/files?purpose=nonsense, 422",
        "/files?page_size=0, 422",
        "/files?page=first, 422",
        "/fine_tuning/jobs?status=hibernating, 422",
        "/fine_tuning/jobs?created_after=yesterday, 422",
        "/fine_tuning/jobs?created_after=2026-01-01T00:00:00Z, 200",
        "/batch/jobs?order_by=size, 422",
        "/nowhere, 404"
    })
    void list_filterAndOrder_areRefusedOrTaken(String target, int status) throws IOException, InterruptedException {
        assertThat(calls().status("GET", target, "")).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'model':'no-such','messages':[{'role':'user','content':'a'}]} | 400",
                "{'model':'open-mistral-7b','messages':[]} | 422",
                "{'model':'open-mistral-7b','messages':[{'role':'king','content':'a'}]} | 422",
                "{'model':'open-mistral-7b','temperature':1.6,'messages':[{'role':'user','content':'a'}]} | 422",
                "{'model':'open-mistral-7b','magic':1,'messages':[{'role':'user','content':'a'}]} | 422",
                "{'model':'open-mistral-7b','messages':[{'role':'user','content':[{'type':'text','text':'a'}]}]} | 200"
            })
    void question_isRefusedOrAnswered(String body, int status) throws IOException, InterruptedException {
        assertThat(calls().status("POST", "/chat/completions", body.replace('\'', '"')))
                .isEqualTo(status);
    }

    @Test
    void batch_ofAnotherEndpointTimeOrFile_isRefused_andACompletedOneStaysSo()
            throws IOException, InterruptedException {
        MistralChatModel model = (MistralChatModel) pipeline.chatModel(Fixtures.MODEL);
        String batch = model.submit(Map.of("a", ChatRequest.of("hello")));
        time.advance(Duration.ofHours(1));
        model.cancelBatch(batch);
        assertThat(model.answers(batch).orElseThrow()).hasSize(1);
        String file = pipeline.upload(Fixtures.support("support", 12)).id();
        String created = "{\"input_files\":[\"" + file + "\"],\"endpoint\":\"/v1/chat/completions\","
                + "\"model\":\"open-mistral-7b\",\"timeout_hours\":24}";
        for (String wrong : new String[] {
            created.replace("/v1/chat/completions", "/v1/nowhere"),
            created.replace(":24", ":169"),
            created.replace("\"" + file + "\"", "")
        }) {
            assertThat(calls().status("POST", "/batch/jobs", wrong)).as(wrong).isEqualTo(422);
        }
    }
}
