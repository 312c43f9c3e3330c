package dev.finetuning.adapter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.chat.BatchAnswer;
import dev.finetuning.chat.BatchChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.sandbox.ProviderSandbox;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.testing.ScriptedChatModel;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingPipeline;
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

/** Batches of questions: handed in and paid for once, found again by their content, read by key. */
public abstract class BatchContractTest {
    private static final String CONTENT = "GET .*/content$";

    private final AdapterFixture adapter;
    private final Dialect dialect;
    private final ManualTime time = ManualTime.create();
    private ProviderSandbox<?> sandbox;
    private TrainingPipeline pipeline;
    private BatchChatModel model;

    /**
     * What differs from provider to provider.
     *
     * @param path where batches are created
     * @param maxQuestions how many questions one batch takes
     * @param otherModel another model that the sandbox lets answer
     * @param line how the question {@code hello} at temperature 0 is written under the key {@code a}
     * @param missingModel the id of no model
     * @param missingModelFailure how the failure of a question to it begins
     * @param refused the batch {@code b1}, refused because of {@code too many} and {@code too long}
     */
    public record Dialect(
            String path,
            int maxQuestions,
            String otherModel,
            String line,
            String missingModel,
            String missingModelFailure,
            String refused) {}

    /** Tests this adapter. */
    protected BatchContractTest(AdapterFixture adapter, Dialect dialect) {
        this.adapter = adapter;
        this.dialect = dialect;
    }

    @BeforeEach
    void open() {
        sandbox = adapter.sandbox(time);
        sandbox.chat(ScriptedChatModel.echo("echo"));
        pipeline = adapter.pipeline(Wiring.to(sandbox.root()));
        model = model(adapter.model());
    }

    @AfterEach
    void close() {
        pipeline.close();
        sandbox.close();
        adapter.close();
    }

    /** The adapter's model of an id, which takes batches. */
    protected final BatchChatModel model(String id) {
        return (BatchChatModel) pipeline.chatModel(id);
    }

    /** Questions by keys. */
    protected static Map<String, ChatRequest> questions(int count) {
        return IntStream.range(0, count)
                .boxed()
                .collect(Collectors.toMap(i -> "case-" + i, i -> ChatRequest.of("question " + i)));
    }

    private long creations() {
        return sandbox.requestLines().stream()
                .filter(("POST " + dialect.path())::equals)
                .count();
    }

    @Test
    void submit_noQuestion_isRefusedBeforeAnythingIsSent() {
        assertThatIllegalArgumentException().isThrownBy(() -> model.submit(Map.of()));
        assertThat(sandbox.requestLines()).isEmpty();
    }

    @Test
    void submit_moreThanABatchTakes_isRefusedBeforeAnythingIsSent() {
        int tooMany = dialect.maxQuestions() + 1;

        assertThat(catchThrowableOfType(RequestRejectedException.class, () -> model.submit(questions(tooMany))))
                .hasMessageContaining(
                        "a batch takes at most " + dialect.maxQuestions() + " questions: there are " + tooMany)
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
        assertThat(model(dialect.otherModel()).submit(questions(3))).isNotEqualTo(batch);
    }

    @Test
    void submit_sameQuestionsAfterACancelledBatch_areANewBatch() {
        String batch = model.submit(questions(3));
        model.cancelBatch(batch);

        assertThat(model.submit(questions(3))).isNotEqualTo(batch);
    }

    /** Maps whose order differs from process to process would let another process pay for the batch again. */
    @Test
    void submit_questions_areWrittenTheSameInEveryProcess() throws IOException {
        model.submit(Map.of("a", ChatRequest.of("hello").withTemperature(0)));

        try (Stream<TrainingFile> files = pipeline.files().list();
                InputStream content = pipeline.files()
                        .download(files.findFirst().orElseThrow().id())) {
            assertThat(new String(content.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(dialect.line() + "\n");
        }
    }

    @Test
    void submit_answerLost_isFoundByHandingInAgain() {
        sandbox.failNext("POST " + dialect.path() + "$", Fault.RESET_AFTER);

        assertThat(catchThrowableOfType(OutcomeUnknownException.class, () -> model.submit(questions(3))))
                .isNotNull();
        assertThat(model.submit(questions(3))).isNotEmpty();
        assertThat(creations()).isEqualTo(1);
    }

    @Test
    void answers_modelThatDoesNotExist_failByQuestion() {
        BatchChatModel missing = model(dialect.missingModel());
        String batch = missing.submit(questions(2));
        time.advance(Duration.ofHours(1));

        assertThat(missing.answers(batch).orElseThrow().values())
                .hasSize(2)
                .allSatisfy(
                        answer -> assertThat(answer.failure().orElseThrow()).startsWith(dialect.missingModelFailure()));
    }

    @Test
    void answers_refusedBatch_isRejectedWithAllTheProvidersReasons() {
        sandbox.answerNext("GET " + dialect.path() + "/b1", Answer.json(200, dialect.refused()));

        assertThat(catchThrowableOfType(RequestRejectedException.class, () -> model.answers("b1"))
                        .reasons())
                .containsExactly("too many", "too long");
    }

    @Test
    void answers_fileCutHalfWay_isTypedAndMayBeReadAgain() {
        String batch = model.submit(questions(30));
        time.advance(Duration.ofHours(1));

        sandbox.failNext(CONTENT, Fault.HALF_BODY_AFTER);
        assertThat(catchThrowableOfType(RetryLaterException.class, () -> model.answers(batch)))
                .isNotNull();
        sandbox.answerNext(CONTENT, Answer.of(200, "text/plain", "{".getBytes(StandardCharsets.UTF_8)));
        assertThat(catchThrowableOfType(ProviderFaultException.class, () -> model.answers(batch)))
                .isNotNull();
        assertThat(model.answers(batch).orElseThrow()).hasSize(30);
    }

    @Test
    void cancelBatch_thenAnswers_areNone() {
        String batch = model.submit(questions(3));
        model.cancelBatch(batch);
        model.cancelBatch(batch);

        assertThat(model.answers(batch).orElseThrow()).isEmpty();
    }
}
