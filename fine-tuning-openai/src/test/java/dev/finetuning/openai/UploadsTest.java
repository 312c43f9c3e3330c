package dev.finetuning.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Message;
import dev.finetuning.example.TextExample;
import dev.finetuning.openai.sandbox.OpenAiSandbox;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.sandbox.Answer;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UploadsTest {
    private static final String PART = "POST .*/parts$";

    @RegisterExtension
    final OpenAiSandbox sandbox = new OpenAiSandbox(ManualTime.create());

    private final OpenAiTrainingPipeline pipeline = new OpenAiTrainingPipeline(Fixtures.settings(sandbox)
            .partBytes(1000)
            .timeout(Duration.ofSeconds(5))
            .build());

    @AfterEach
    void close() {
        pipeline.close();
    }

    private long parts() {
        return sandbox.requestLines().stream()
                .filter(line -> line.endsWith("/parts"))
                .count();
    }

    private String content(TrainingFile file) throws IOException {
        try (InputStream in = pipeline.files().download(file.id())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void upload_aboveThePartSize_goesUpInPartsAndArrivesWhole() throws IOException {
        TrainingFile file = pipeline.upload(Fixtures.support("large", 40));
        long expected = (file.bytes().orElseThrow() + 999) / 1000;
        assertThat(parts()).isEqualTo(expected).isGreaterThan(5);
        assertThat(content(file).lines()).hasSize(40).allMatch(line -> line.startsWith("{\"messages\":["));
        assertThat(pipeline.upload(Fixtures.support("large", 40)).id()).isEqualTo(file.id());
        assertThat(parts()).isEqualTo(expected);
    }

    @Test
    void upload_aPartIsLost_thatPartAloneIsSentAgain() throws IOException {
        sandbox.failNext(PART, Fault.RESET_BEFORE);
        sandbox.failNext(PART, Fault.CUT_JSON_AFTER);
        TrainingFile file = pipeline.upload(Fixtures.support("large", 40));
        assertThat(parts()).isEqualTo((file.bytes().orElseThrow() + 999) / 1000 + 2);
        assertThat(content(file).lines()).hasSize(40);
    }

    @Test
    void upload_givenUpHalfWay_goesOnWhereItStopped() throws IOException {
        pipeline.upload(Fixtures.support("warm-up", 1));
        sandbox.answerNext(
                "POST /v1/uploads/upload_[0-9]+/complete",
                OpenAiSandbox.error(503, null, "Busy.").with("Retry-After", "60"));
        assertThat(catchThrowableOfType(
                        RetryLaterException.class, () -> pipeline.upload(Fixtures.support("large", 40))))
                .isNotNull();
        long sent = parts();
        TrainingFile file = pipeline.upload(Fixtures.support("large", 40));
        assertThat(parts()).isEqualTo(sent);
        assertThat(content(file).lines()).hasSize(40);
    }

    @Test
    void upload_completeAnswerLost_isFoundByItsName() {
        sandbox.failNext("complete$", Fault.RESET_AFTER);
        TrainingFile file = pipeline.upload(Fixtures.support("large", 40));
        assertThat(file.id()).isNotEmpty();
        assertThat(sandbox.fileCount()).isEqualTo(1);
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

    @Test
    void upload_exampleWithoutAForm_isRejectedByItsOriginAlone() {
        RequestRejectedException refused = catchThrowableOfType(
                RequestRejectedException.class,
                () -> pipeline.upload(TrainingData.of(
                        "texts", List.of(new TextExample("SECRET", dev.finetuning.example.ExampleInfo.NONE)))));
        assertThat(refused).hasMessageContaining("TextExample").hasMessageNotContaining("SECRET");
        assertThat(sandbox.requestLines()).isEmpty();
    }

    @Test
    void upload_halfASurrogatePair_isRejected() {
        TrainingData data =
                TrainingData.of("broken", List.of(ChatExample.of(Message.user("a\uD83D"), Message.assistant("b"))));
        assertThat(catchThrowableOfType(RequestRejectedException.class, () -> pipeline.upload(data)))
                .hasMessageContaining("surrogate");
    }

    @Test
    void upload_emoji_leavesAsUtf8NotAsEscapes() throws IOException {
        TrainingFile file = pipeline.upload(TrainingData.of(
                "smile", List.of(ChatExample.of(Message.user("\uD83D\uDE00"), Message.assistant("b")))));
        assertThat(content(file)).contains("\uD83D\uDE00").doesNotContain("\\u");
    }

    @Test
    void upload_nameThatIsAPath_becomesHarmless() {
        assertThat(pipeline.upload(Fixtures.support("../../etc/passwd", 1)).name())
                .matches("-etc-passwd-[0-9a-f]{16}\\.jsonl");
    }

    /** 512 MiB in one request and again in parts, in a process of its own with a quarter of a GiB. */
    @Test
    @Tag("campaign")
    void upload_512MiB_needsNoMoreThanAQuarterOfThatInHeap() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeUpload.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("whole=", "parts=8");
    }
}
