package dev.finetuning.adapter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.sandbox.Fault;
import dev.finetuning.sandbox.ProviderSandbox;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingPipeline;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Training data: sent once for the same content, whole, as UTF-8, in little memory, or refused before it is sent. */
public abstract class UploadContractTest {
    private final AdapterFixture adapter;
    private final Dialect dialect;
    private ProviderSandbox<?> sandbox;
    private TrainingPipeline pipeline;

    /**
     * What differs from provider to provider.
     *
     * @param withoutForm an example with the word {@code SECRET} that the provider has no form for
     * @param largeUpload a program that uploads just under 512 MiB to a sandbox
     * @param printed what it prints when all went well
     */
    public record Dialect(Example withoutForm, Class<?> largeUpload, List<String> printed) {}

    /** Tests this adapter. */
    protected UploadContractTest(AdapterFixture adapter, Dialect dialect) {
        this.adapter = adapter;
        this.dialect = dialect;
    }

    @BeforeEach
    void open() {
        sandbox = adapter.sandbox(ManualTime.create());
        pipeline = adapter.pipeline(Wiring.to(sandbox.root()));
    }

    @AfterEach
    void close() {
        pipeline.close();
        sandbox.close();
        adapter.close();
    }

    private static TrainingData chats(String name, int count) {
        return TrainingData.of(
                name,
                IntStream.range(0, count)
                        .mapToObj(i -> ChatExample.of(Message.user("question " + i), Message.assistant("answer")))
                        .toList());
    }

    private static TrainingData chat(String question) {
        return TrainingData.of("chat", List.of(ChatExample.of(Message.user(question), Message.assistant("b"))));
    }

    private String content(TrainingFile file) throws IOException {
        try (InputStream in = pipeline.files().download(file.id())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void upload_sameContentTwice_isSentOnceAndArrivesWhole() throws IOException {
        TrainingFile first = pipeline.upload(chats("support", 12));
        TrainingFile second = pipeline.upload(chats("support", 12));

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(sandbox.fileCount()).isEqualTo(1);
        assertThat(first.name()).matches("support-[0-9a-f]{16}\\.jsonl");
        assertThat(content(first).lines()).hasSize(12).allMatch(line -> line.startsWith("{\"messages\":["));
    }

    @Test
    void upload_answerLost_isFoundByItsContent() {
        sandbox.failNext("POST /v1/files$", Fault.RESET_AFTER);

        TrainingFile file = pipeline.upload(chats("support", 12));

        assertThat(pipeline.upload(chats("support", 12)).id()).isEqualTo(file.id());
        assertThat(sandbox.fileCount()).isEqualTo(1);
    }

    @Test
    void upload_noExample_isRejectedBeforeAnythingIsSent() {
        assertThat(catchThrowableOfType(RequestRejectedException.class, () -> pipeline.upload(chats("none", 0))))
                .hasMessageContaining("no example");
        assertThat(sandbox.requestLines()).isEmpty();
    }

    @Test
    void upload_emoji_leavesAsUtf8NotAsEscapes() throws IOException {
        assertThat(content(pipeline.upload(chat("\uD83D\uDE00"))))
                .contains("\uD83D\uDE00")
                .doesNotContain("\\u");
    }

    @Test
    void upload_halfASurrogatePair_isRejected() {
        assertThat(catchThrowableOfType(RequestRejectedException.class, () -> pipeline.upload(chat("a\uD83D"))))
                .hasMessageContaining("surrogate");
        assertThat(sandbox.requestLines()).isEmpty();
    }

    @Test
    void upload_nameThatIsAPath_becomesHarmless() {
        assertThat(pipeline.upload(chats("../../etc/pass\"wd", 1)).name()).matches("-etc-pass-wd-[0-9a-f]{16}\\.jsonl");
    }

    @Test
    void upload_exampleWithoutAForm_isRejectedByItsOriginAlone() {
        TrainingData data = TrainingData.of("odd", List.of(dialect.withoutForm()));

        assertThat(catchThrowableOfType(RequestRejectedException.class, () -> pipeline.upload(data)))
                .hasMessageContaining(dialect.withoutForm().getClass().getSimpleName())
                .hasMessageNotContaining("SECRET");
        assertThat(sandbox.requestLines()).isEmpty();
    }

    /** In a process of its own with a quarter of a GiB. */
    @Test
    @Tag("campaign")
    void upload_512MiB_needsNoMoreThanHalfOfThatInHeap() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        dialect.largeUpload().getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains(dialect.printed());
    }
}
