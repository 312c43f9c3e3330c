package dev.finetuning.mistral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.finetuning.example.ChatExample;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.mistral.sandbox.MistralSandbox;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.testing.ManualTime;
import dev.finetuning.training.TrainingData;
import dev.finetuning.training.TrainingFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UploadsTest {
    @RegisterExtension
    final MistralSandbox sandbox = new MistralSandbox(ManualTime.create());

    private final MistralTrainingPipeline pipeline = Fixtures.pipeline(sandbox);

    private String content(TrainingFile file) throws IOException {
        try (InputStream in = pipeline.files().download(file.id())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void upload_sameContentTwice_isSentOnceAndArrivesWhole() throws IOException {
        TrainingFile first = pipeline.upload(Fixtures.support("support", 12));
        TrainingFile second = pipeline.upload(Fixtures.support("support", 12));
        assertThat(second).isEqualTo(first);
        assertThat(sandbox.fileCount()).isEqualTo(1);
        assertThat(first.name()).matches("support-[0-9a-f]{16}\\.jsonl");
        assertThat(content(first).lines()).hasSize(12).allMatch(line -> line.startsWith("{\"messages\":["));
    }

    @Test
    void upload_emoji_leavesAsUtf8NotAsEscapes() throws IOException {
        TrainingFile file = pipeline.upload(TrainingData.of(
                "smile", List.of(ChatExample.of(Message.user("\uD83D\uDE00"), Message.assistant("b")))));
        assertThat(content(file)).contains("\uD83D\uDE00").doesNotContain("\\u");
    }

    @Test
    void upload_nameThatIsAPath_becomesHarmless() {
        assertThat(pipeline.upload(Fixtures.support("../../etc/pass\"wd", 1)).name())
                .matches("-etc-pass-wd-[0-9a-f]{16}\\.jsonl");
    }

    @Test
    void upload_exampleWithoutAForm_isRejectedByItsOriginAlone() {
        PreferenceExample pair = new PreferenceExample(
                List.of(Message.user("SECRET")),
                List.of(Message.assistant("a")),
                List.of(Message.assistant("b")),
                List.of(),
                ExampleInfo.NONE);
        RequestRejectedException refused = catchThrowableOfType(
                RequestRejectedException.class, () -> pipeline.upload(TrainingData.of("pairs", List.of(pair))));
        assertThat(refused).hasMessageContaining("PreferenceExample").hasMessageNotContaining("SECRET");
        assertThat(sandbox.requestLines()).isEmpty();
    }

    /** 512 MiB, in a process of its own with a quarter of a GiB. */
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
        assertThat(output).contains("uploaded=53", "found again=true");
    }
}
