package dev.finetuning.mistral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.chat.BatchAnswer;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.mistral.sandbox.MistralSandbox;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BatchesTest {
    private final ManualTime time = ManualTime.create();

    @RegisterExtension
    final MistralSandbox sandbox = new MistralSandbox(time);

    private final MistralChatModel model =
            new MistralChatModel(Fixtures.settings(sandbox).build(), Fixtures.MODEL);

    @BeforeEach
    void echo() {
        sandbox.chat(ScriptedChatModel.echo("echo"));
    }

    private static Map<String, ChatRequest> questions(int count) {
        return IntStream.range(0, count)
                .boxed()
                .collect(Collectors.toMap(i -> "case-" + i, i -> ChatRequest.of("question " + i)));
    }

    private long creations() {
        return sandbox.requestLines().stream()
                .filter("POST /v1/batch/jobs"::equals)
                .count();
    }

    @Test
    void submit_moreThanABatchTakes_isRefusedBeforeAnythingIsSent() {
        assertThat(catchThrowableOfType(RequestRejectedException.class, () -> model.submit(questions(100_001))))
                .hasMessageContaining("a batch takes at most 100000 questions: there are 100001")
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
    void submit_sameQuestionsAgain_findsTheBatchOfThisModel() {
        String batch = model.submit(questions(3));
        assertThat(model.submit(questions(3))).isEqualTo(batch);
        assertThat(creations()).isEqualTo(1);
        assertThat(model.submit(questions(4))).isNotEqualTo(batch);
        MistralChatModel other = new MistralChatModel(Fixtures.settings(sandbox).build(), "mistral-small-latest");
        assertThat(other.submit(questions(3))).isNotEqualTo(batch);
        assertThat(sandbox.fileCount()).isEqualTo(2);
    }

    /** Maps whose order differs from process to process would let another process pay for the batch again. */
    @Test
    void submit_questions_areWrittenTheSameInEveryProcess() throws IOException {
        model.submit(Map.of("a", ChatRequest.of("hello").withTemperature(0)));
        MistralTrainingPipeline pipeline = Fixtures.pipeline(sandbox);
        String file = pipeline.files().list().findFirst().orElseThrow().id();
        try (InputStream content = pipeline.files().download(file)) {
            assertThat(new String(content.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"custom_id\":\"a\",\"body\":{\"messages\":[{\"role\":\"user\","
                            + "\"content\":\"hello\"}],\"temperature\":0.0}}\n");
        }
    }

    @Test
    void submit_answerLost_isFoundByHandingInAgain() {
        sandbox.failNext("POST /v1/batch/jobs$", Fault.RESET_AFTER);
        assertThat(catchThrowableOfType(OutcomeUnknownException.class, () -> model.submit(questions(3))))
                .isNotNull();
        assertThat(model.submit(questions(3))).isNotEmpty();
        assertThat(creations()).isEqualTo(1);
    }

    @Test
    void answers_modelThatDoesNotExist_failByQuestion() {
        MistralChatModel missing =
                new MistralChatModel(Fixtures.settings(sandbox).build(), "ft:none");
        String batch = missing.submit(questions(2));
        time.advance(Duration.ofHours(1));
        assertThat(missing.answers(batch).orElseThrow().values())
                .hasSize(2)
                .allSatisfy(answer -> assertThat(answer.failure()).contains("HTTP 400: Invalid model: ft:none"));
    }

    @Test
    void answers_refusedBatch_isRejectedWithTheProvidersReasons() {
        sandbox.answerNext(
                "GET /v1/batch/jobs/b1",
                Answer.json(
                        200,
                        "{\"id\":\"b1\",\"status\":\"FAILED\",\"errors\":[{\"message\":\"too many\",\"count\":2}]}"));
        assertThat(catchThrowableOfType(RequestRejectedException.class, () -> model.answers("b1"))
                        .reasons())
                .containsExactly("too many");
    }

    @Test
    void answers_fileCutHalfWay_isTypedAndMayBeReadAgain() {
        String batch = model.submit(questions(30));
        time.advance(Duration.ofHours(1));
        sandbox.failNext("GET .*/content$", Fault.HALF_BODY_AFTER);
        assertThat(catchThrowableOfType(RetryLaterException.class, () -> model.answers(batch)))
                .isNotNull();
        sandbox.answerNext("GET .*/content$", Answer.of(200, "text/plain", "{".getBytes(StandardCharsets.UTF_8)));
        assertThat(catchThrowableOfType(ProviderFaultException.class, () -> model.answers(batch)))
                .isNotNull();
        assertThat(model.answers(batch).orElseThrow()).hasSize(30);
    }

    @Test
    void cancelBatch_thenAnswers_areNone() {
        String batch = model.submit(questions(3));
        model.cancelBatch(batch);
        assertThat(model.answers(batch).orElseThrow()).isEmpty();
        model.deleteBatch(batch);
        assertThat(catchThrowableOfType(NotFoundException.class, () -> model.answers(batch)))
                .isNotNull();
    }
}
