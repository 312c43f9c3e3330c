package dev.finetuning.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.dataset.RejectLimit;
import dev.finetuning.dataset.TooManyRejectedException;
import dev.finetuning.example.Example;
import dev.finetuning.format.detection.FormatDetection;
import dev.finetuning.format.writing.EmptyBundleException;
import dev.finetuning.format.writing.Target;
import dev.finetuning.format.writing.TargetBundle;
import dev.finetuning.source.ReadLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each format in, each target out, in again: the same content, or a refusal that says why. */
class RoundTripMatrixTest {
    @TempDir
    Path folder;

    static Stream<Arguments> records() {
        return FormatsTest.records();
    }

    @ParameterizedTest
    @MethodSource("records")
    void write_everyTarget_comesBackEqualOrIsRefused(ExampleFormat format, String json) throws IOException {
        List<Example> examples =
                Dataset.builder("in").addJsonLinesText(json, format).build().examples();
        int carried = 0;
        for (Target target : targets()) {
            TargetBundle bundle;
            try {
                bundle = TargetBundle.write(target, folder, "data", examples);
            } catch (EmptyBundleException e) {
                assertThat(e.losses()).as(target.name()).hasSize(1);
                assertThat(e.losses().get(0).reason()).as(target.name()).isNotBlank();
                continue;
            }
            carried++;
            Dataset back = Dataset.builder("back")
                    .addJsonLines(bundle.data(), target.format())
                    .build();
            assertThat(back.rejected()).as(target.name()).isEmpty();
            if (target.name().startsWith("TRL") || target.name().equals("Axolotl")) {
                // calls are written in another form there: what is read is written as the same again
                assertThat(TargetBundle.write(target, folder, "data", back.examples())
                                .data())
                        .isEqualTo(bundle.data());
            } else {
                assertThat(back.fingerprint()).as(target.name()).isEqualTo(Fingerprint.of(examples));
            }
        }
        assertThat(carried).isPositive();
    }

    static List<Target> targets() {
        List<Target> targets = new ArrayList<>(Target.forConversations());
        targets.addAll(Target.forPreferences());
        targets.addAll(Target.forRatings());
        targets.add(Target.OPENAI_REINFORCEMENT);
        targets.add(Target.MISTRAL_PRETRAIN);
        targets.add(Target.mistralClassifier("label"));
        targets.add(Target.of("KTO", Kto.format()));
        targets.add(Target.of("prompt and completion", PromptCompletion.format()));
        targets.add(Target.of("Alpaca", Alpaca.format()));
        targets.add(Target.of("ShareGPT pairs", PreferencePairs.shareGpt()));
        return targets;
    }

    @Test
    void add_packedFile_isDetectedWithinLimitsOnly() throws IOException {
        Path file = folder.resolve("data.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("{\"prompt\":\"p\",\"completion\":\"c\"}\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        Dataset read = Dataset.builder("d")
                .add(file, ReadLimits.DEFAULT.withGzip(1 << 20))
                .build();
        assertThat(read.size()).isEqualTo(1);
    }

    @Test
    void detection_oneRecordOfAnotherShape_isAFindingAndNotTheEnd() throws IOException {
        Path file = Files.writeString(folder.resolve("d.jsonl"), """
                {"prompt":"p","completion":"c"}
                {"prompt":"p"}
                broken
                {"prompt":"q","completion":"c"}
                """);
        FormatDetection detection = FormatDetection.of(file);
        assertThat(detection.reasons().get(1)).startsWith("2 of the first 3 records");
        Dataset read =
                Dataset.builder("d").rejectLimit(RejectLimit.none()).add(file).build();
        assertThat(read.size()).isEqualTo(2);
        assertThatThrownBy(() -> Dataset.builder("d").add(file))
                .isInstanceOfSatisfying(
                        TooManyRejectedException.class,
                        e -> assertThat(e.rejections())
                                .extracting(r -> r.origin().line())
                                .containsExactly(2L, 3L));
        assertThat(read.rejected()).extracting(r -> r.origin().line()).containsExactly(2L, 3L);
    }
}
