package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.chat.BatchAnswer;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.training.TrainingFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BatchesTest {
    private final ManualTime time = ManualTime.create();

    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox(time);

    private OpenAiChatModel model;

    @BeforeEach
    void open() {
        sandbox.chat(ScriptedChatModel.echo("echo"));
        model = new OpenAiChatModel(Fixtures.settings(sandbox).build(), Fixtures.MODEL);
    }

    @AfterEach
    void close() {
        model.close();
    }

    private static Map<String, ChatRequest> questions(int count) {
        return IntStream.range(0, count)
                .boxed()
                .collect(Collectors.toMap(i -> "case-" + i, i -> ChatRequest.of("question " + i)));
    }

    private long creations() {
        return sandbox.requestLines().stream()
                .filter("POST /v1/batches"::equals)
                .count();
    }

    @Test
    void submit_moreThanABatchTakes_isRefusedBeforeAnythingIsSent() {
        assertThat(catchThrowableOfType(RequestRejectedException.class, () -> model.submit(questions(50_001))))
                .hasMessageContaining("a batch takes at most 50000 questions: there are 50001")
                .hasMessageContaining("several batches");
        assertThat(sandbox.requestLines()).isEmpty();
    }

    @Test
    void answers_onceItIsDone_comeByKeyWhateverTheirOrder() {
        String batch = model.submit(questions(30));
        assertThat(model.answers(batch)).isEmpty();
        time.advance(Duration.ofHours(1));
        Map<String, BatchAnswer> answers = model.answers(batch).orElseThrow();
        assertThat(answers).hasSize(30);
        answers.forEach((key, answer) -> assertThat(answer.reply().map(ChatReply::text))
                .contains("question " + key.substring("case-".length())));
    }

    @Test
    void submit_sameQuestionsAgain_findsTheBatch() {
        String batch = model.submit(questions(3));
        assertThat(model.submit(questions(3))).isEqualTo(batch);
        assertThat(creations()).isEqualTo(1);
        assertThat(model.submit(questions(4))).isNotEqualTo(batch);
    }

    /** Maps whose order differs from process to process would let another process pay for the batch again. */
    @Test
    void submit_questions_areWrittenTheSameInEveryProcess() throws IOException {
        model.submit(Map.of("a", ChatRequest.of("hello").withTemperature(0)));
        try (OpenAiTrainingPipeline pipeline = Fixtures.pipeline(sandbox);
                Stream<TrainingFile> files = pipeline.files().list();
                InputStream content = pipeline.files()
                        .download(files.findFirst().orElseThrow().id())) {
            assertThat(new String(content.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\","
                            + "\"body\":{\"model\":\"" + Fixtures.MODEL + "\",\"messages\":[{\"role\":\"user\","
                            + "\"content\":\"hello\"}],\"temperature\":0.0}}\n");
        }
    }

    @Test
    void submit_answerLost_isFoundByHandingInAgain() {
        sandbox.failNext("POST /v1/batches$", Fault.RESET_AFTER);
        assertThat(catchThrowableOfType(OutcomeUnknownException.class, () -> model.submit(questions(3))))
                .isNotNull();
        assertThat(model.submit(questions(3))).startsWith("batch_");
        assertThat(creations()).isEqualTo(1);
    }

    @Test
    void answers_modelThatDoesNotExist_failByQuestion() {
        try (OpenAiChatModel missing =
                new OpenAiChatModel(Fixtures.settings(sandbox).build(), "ft:gpt-4.1-mini:none::x")) {
            String batch = missing.submit(questions(2));
            time.advance(Duration.ofHours(1));
            assertThat(missing.answers(batch).orElseThrow().values())
                    .allSatisfy(
                            answer -> assertThat(answer.failure().orElseThrow()).startsWith("HTTP 404"));
        }
    }

    @Test
    void answers_refusedBatch_isRejectedWithTheProvidersReason() {
        sandbox.answerNext(
                "GET /v1/batches/b1",
                Answer.json(
                        200,
                        "{\"id\":\"b1\",\"status\":\"failed\",\"errors\":{\"data\":[{\"message\":\"too many\"}]}}"));
        assertThat(catchThrowableOfType(RequestRejectedException.class, () -> model.answers("b1")))
                .hasMessageContaining("too many");
    }

    @Test
    void cancelBatch_thenAnswers_areNone() {
        String batch = model.submit(questions(3));
        model.cancelBatch(batch);
        assertThat(model.answers(batch).orElseThrow()).isEmpty();
    }
}
