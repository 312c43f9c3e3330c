package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.finetuning.chat.ChatRequest;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.sandbox.SandboxCalls;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingJob;
import dev.finetuning.training.TrainingRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sandbox refuses what the provider refuses, in words and not by hanging up. */
class SandboxRefusalsTest {
    private final ManualTime time = ManualTime.create();

    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox(time);

    private final OpenAiTrainingPipeline pipeline = Fixtures.pipeline(sandbox);

    @AfterEach
    void close() {
        pipeline.close();
    }

    private SandboxCalls calls() {
        return new SandboxCalls(sandbox.url());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                                              | 400",
                "7                                                              | 400",
                "{'model':'gpt-4.1'}                                            | 400",
                "{'training_file':'FILE'}                                       | 400",
                "{'model':'no-such-model','training_file':'FILE'}               | 400",
                "{'model':'ft:gpt-4.1:x::y','training_file':'FILE'}             | 400",
                "{'model':'gpt-4.1','training_file':'file-none'}                | 400",
                "{'model':'gpt-4.1','training_file':'FILE','validation_file':'file-none'} | 400",
                "{'model':'gpt-4.1','training_file':'FILE','suffix':''}         | 400",
                "{'model':'gpt-4.1','training_file':'FILE','seed':-1}           | 400",
                "{'model':'gpt-4.1','training_file':'FILE','metadata':{'a':7}}  | 400",
                "{'model':'gpt-4.1','training_file':'FILE','method':{'type':'magic'}} | 400",
                "{'model':'gpt-4.1','training_file':'FILE','hyperparameters':{'n_epochs':51}} | 400",
                "{'model':'gpt-4.1','training_file':'FILE','hyperparameters':{'n_epochs':1.5}} | 400",
                "{'model':'gpt-4.1','training_file':'FILE','hyperparameters':{'batch_size':257}} | 400",
                "{'model':'gpt-4.1','training_file':'FILE','hyperparameters':{'learning_rate_multiplier':0}} | 400",
                "{'model':'gpt-4.1','training_file':'FILE','hyperparameters':{'n_epochs':'auto'}} | 200"
            })
    void job_isRefusedOrTaken(String body, int status) throws IOException, InterruptedException {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        String json = body.replace('\'', '"').replace("FILE", file.id());
        assertThat(calls().status("POST", "/fine_tuning/jobs", json)).isEqualTo(status);
        assertThat(sandbox.jobCount()).isEqualTo(status == 200 ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({
        "/files?order=sideways, 400",
        "/files?limit=0, 400",
        "/files?limit=many, 400",
        "/files?order=asc, 200",
        "/fine_tuning/jobs?limit=-1, 400",
        "/batches?limit=0, 400",
        "/models/no-such-model, 404",
        "/nowhere, 404"
    })
    void list_orderAndLimit_areRefusedOrTaken(String target, int status) throws IOException, InterruptedException {
        assertThat(calls().status("GET", target, "")).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'model':'no-such-model','messages':[{'role':'user','content':'a'}]} | 404",
                "{'model':'gpt-4.1','messages':[]} | 400",
                "{'model':'gpt-4.1','messages':[{'role':'king','content':'a'}]} | 400",
                "{'model':'gpt-4.1','messages':[{'role':'user','content':7}]} | 400",
                "{'model':'gpt-4.1','temperature':3,'messages':[{'role':'user','content':'a'}]} | 400",
                "{'model':'gpt-4.1','messages':[{'role':'user','content':[{'type':'text','text':'a'}]}]} | 200"
            })
    void question_isRefusedOrAnswered(String body, int status) throws IOException, InterruptedException {
        assertThat(calls().status("POST", "/chat/completions", body.replace('\'', '"')))
                .isEqualTo(status);
    }

    @Test
    void question_inParts_isRead() throws IOException, InterruptedException {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        TrainingJob job =
                pipeline.start(TrainingRequest.builder(Fixtures.MODEL, file).build());
        time.advance(Duration.ofDays(1));
        String model = pipeline.job(job.id()).model().orElseThrow();
        String body = "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\","
                + "\"text\":\"How do I reset device \"},{\"type\":\"text\",\"text\":\"number 7?\"}]}]}";
        assertThat(calls().send("POST", "/chat/completions", body).body()).contains("for 7 seconds");
    }

    @Test
    void endedJob_cannotBeCancelled() throws IOException, InterruptedException {
        TrainingFile file = pipeline.upload(Fixtures.support("support", 12));
        TrainingJob job =
                pipeline.start(TrainingRequest.builder(Fixtures.MODEL, file).build());
        time.advance(Duration.ofDays(1));
        String cancel = "/fine_tuning/jobs/" + job.id() + "/cancel";
        assertThat(calls().status("POST", cancel, "")).isEqualTo(400);
        assertThat(pipeline.cancel(job.id()).status().providerText()).isEqualTo("succeeded");
    }

    @Test
    void batch_ofAnotherEndpointWindowOrFile_isRefused_andACompletedOneStaysSo()
            throws IOException, InterruptedException {
        OpenAiChatModel model = (OpenAiChatModel) pipeline.chatModel(Fixtures.MODEL);
        String batch = model.submit(Map.of("a", ChatRequest.of("hello")));
        time.advance(Duration.ofHours(1));
        model.cancelBatch(batch);
        assertThat(model.answers(batch).orElseThrow()).hasSize(1);
        assertThat(calls().status("POST", "/batches/" + batch + "/cancel", "")).isEqualTo(409);
        String created =
                "{\"input_file_id\":\"FILE\",\"endpoint\":\"/v1/chat/completions\",\"completion_window\":\"24h\"}";
        String file = pipeline.upload(Fixtures.support("support", 12)).id();
        for (String wrong : new String[] {
            created.replace("/v1/chat/completions", "/v1/nowhere"),
            created.replace("24h", "1h"),
            created,
            created.replace("FILE", file)
        }) {
            assertThat(calls().status("POST", "/batches", wrong)).as(wrong).isEqualTo(400);
        }
    }
}
