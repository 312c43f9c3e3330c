package dev.finetuning.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.Fingerprint;
import dev.finetuning.dataset.RejectLimit;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.ExampleInfo;
import dev.finetuning.example.Message;
import dev.finetuning.example.Origin;
import dev.finetuning.example.PreferenceExample;
import dev.finetuning.example.PromptExample;
import dev.finetuning.example.Provenance;
import dev.finetuning.example.RatedExample;
import dev.finetuning.example.TextExample;
import dev.finetuning.example.Validation;
import dev.finetuning.format.detection.FormatDetection;
import dev.finetuning.format.writing.Target;
import dev.finetuning.format.writing.TargetBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoFieldTest {
    private static final Map<String, String> LABELS = Map.of("category", "refund", "group", "customer 7");
    private static final ExampleInfo INFO = new ExampleInfo(
            LABELS,
            new Provenance(Provenance.Kind.SYNTHETIC, new Origin("tickets.csv", 12, 11)),
            Optional.of(new Validation("ann", Instant.parse("2026-01-01T00:00:00Z"))),
            Map.of("seed", 1));
    private static final List<Message> ASKED = List.of(Message.user("q"));
    private static final List<Message> ANSWERED = List.of(Message.assistant("a"));
    private static final List<Message> BOTH = List.of(Message.user("q"), Message.assistant("a"));

    @TempDir
    Path folder;

    @Test
    void writeAndDetect_everyKind_keepsWhatIsKnown() throws IOException {
        List<Example> kinds = List.of(
                new ChatExample(BOTH, List.of(), INFO),
                new PreferenceExample(ASKED, ANSWERED, List.of(Message.assistant("b")), List.of(), INFO),
                new RatedExample(BOTH, true, List.of(), INFO),
                new PromptExample(
                        ASKED,
                        List.of(),
                        Map.of("answer", 42),
                        // what stands beside the reference would be read as part of it
                        new ExampleInfo(LABELS, INFO.provenance(), INFO.validation(), Map.of())
                                .withMetadata("extra", "1")),
                new TextExample("t", INFO));
        for (Example example : kinds) {
            ExampleFormat format = ExampleFormat.carrying(example.getClass()).withInfo();
            Path file = folder.resolve(example.getClass().getSimpleName());
            Dataset.builder("d").add(example).build().writeJsonLines(file, format);
            Example back = Dataset.builder("d")
                    .addJsonLines(file, format)
                    .build()
                    .examples()
                    .get(0);
            assertThat(Fingerprint.of(back)).isEqualTo(Fingerprint.of(example));
            assertThat(back.info().metadata())
                    .containsAllEntriesOf(example.info().metadata())
                    .containsEntry("origin", "tickets.csv, line 12 (row 11)");
            assertThat(back.info().provenance())
                    .isEqualTo(new Provenance(Provenance.Kind.SYNTHETIC, new Origin(file.toString(), 1, 1)));
            assertThat(back.info().validation()).isEqualTo(INFO.validation());
        }
        FormatDetection detected = FormatDetection.of(folder.resolve("ChatExample"));
        assertThat(detected.format().name()).isEqualTo("chat messages with example_info");
        assertThat(detected.reasons()).hasSize(3);
    }

    @Test
    void writeAgain_afterReading_keepsTheFirstOrigin() throws IOException {
        ExampleFormat format = ChatMessages.format().withInfo();
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Dataset dataset =
                Dataset.builder("d").add(new ChatExample(BOTH, List.of(), INFO)).build();
        dataset.writeJsonLines(first, format);
        Dataset back = Dataset.builder("d").add(first).build();
        back.writeJsonLines(second, format);
        assertThat(Dataset.builder("d")
                        .add(second)
                        .build()
                        .examples()
                        .get(0)
                        .info()
                        .metadata())
                .containsEntry("origin", "tickets.csv, line 12 (row 11)")
                .containsEntry("group", "customer 7");
    }

    @Test
    void plainReader_field_isAnUnknownFieldThatIsWrittenBack() throws IOException {
        Path file = folder.resolve("f");
        Dataset.builder("d")
                .add(new ChatExample(BOTH, List.of(), INFO))
                .build()
                .writeJsonLines(file, ChatMessages.format().withInfo());
        Dataset plain =
                Dataset.builder("d").addJsonLines(file, ChatMessages.format()).build();
        assertThat(plain.examples().get(0).info().extras()).containsKey("example_info");
        Path copy = folder.resolve("copy");
        plain.writeJsonLines(copy);
        assertThat(Files.readString(copy)).contains("\"example_info\":{\"kind\":\"synthetic\"");
        assertThatThrownBy(
                        () -> plain.writeJsonLines(copy, ChatMessages.format().withInfo()))
                .isInstanceOf(UnwritableExampleException.class);
    }

    @Test
    void read_brokenField_isRejectedWithItsPlace() {
        for (String field : List.of(
                "1",
                "null",
                "{}",
                "{\"kind\":\"alien\"}",
                "{\"kind\":\"human\",\"metadata\":{\"a\":1}}",
                "{\"kind\":\"human\",\"validation\":{\"by\":\"x\",\"at\":\"yesterday\"}}")) {
            Dataset dataset = Dataset.builder("d")
                    .rejectLimit(RejectLimit.none())
                    .addJsonLinesText(
                            "{\"text\":\"t\",\"example_info\":" + field + "}",
                            PlainText.format().withInfo())
                    .build();
            assertThat(dataset.rejected())
                    .as(field)
                    .singleElement()
                    .matches(rejection -> rejection.code().equals("bad_example_info"));
        }
    }

    @Test
    void targets_withoutTheField_countWhatTheyLeaveOut() throws IOException {
        List<Example> examples = List.of(new ChatExample(BOTH, List.of(), INFO), ChatExample.of(Message.user("x")));
        assertThat(TargetBundle.write(Target.OPENAI, folder, "d", examples).withoutInfo())
                .isEqualTo(1);
        Target own = Target.of("own", ChatMessages.format().withInfo());
        assertThat(TargetBundle.write(own, folder, "d", examples).withoutInfo()).isZero();
    }
}
