package dev.finetuning.format.writing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.example.ChatExample;
import dev.finetuning.example.Example;
import dev.finetuning.example.Message;
import dev.finetuning.example.ToolCall;
import dev.finetuning.format.DatasetInfo;
import dev.finetuning.format.reading.ExampleReader;
import dev.finetuning.source.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetBundleTest {
    private static final Example PLAIN = ChatExample.of(Message.system("s"), Message.user("q"), Message.assistant("a"));
    private static final Example CALLING = ChatExample.of(
            Message.user("q"),
            Message.assistant(List.of(new ToolCall("123456789", "f", "{}"))),
            Message.tool("123456789", "r"),
            Message.assistant("a"));

    @TempDir
    Path folder;

    @Test
    void write_everyTarget_comesBackEqualOrIsALoss() throws IOException {
        for (Target target : Target.forConversations()) {
            TargetBundle bundle = TargetBundle.write(target, folder, "data", List.of(PLAIN, CALLING));
            assertThat(bundle.written() + bundle.losses().size())
                    .as(target.name())
                    .isEqualTo(2);
            assertThat(bundle.written()).as(target.name()).isPositive();
            List<List<Message>> back = new ArrayList<>();
            ExampleReader.of(JsonLines.of(bundle.data()), target.format()).forEach(e -> back.add(e.messages()), r -> {
                throw new AssertionError(r.toString());
            });
            assertThat(back.get(0)).as(target.name()).isEqualTo(PLAIN.messages());
            assertThat(back).hasSize((int) bundle.written());
        }
        assertThat(TargetBundle.write(Target.TOGETHER, folder, "data", List.of(CALLING))
                        .losses())
                .singleElement()
                .satisfies(loss -> assertThat(loss.reason()).contains("alternate"));
    }

    @Test
    void write_sameContent_sameName() throws IOException {
        TargetBundle first = TargetBundle.write(Target.OPENAI, folder, "data", List.of(PLAIN));
        TargetBundle again = TargetBundle.write(Target.OPENAI, folder, "data", List.of(PLAIN));
        TargetBundle other = TargetBundle.write(Target.OPENAI, folder, "data", List.of(CALLING));
        assertThat(again.data()).isEqualTo(first.data());
        assertThat(other.data()).isNotEqualTo(first.data());
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
        assertThatThrownBy(() -> TargetBundle.write(Target.OPENAI, folder, "../x", List.of(PLAIN)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void azure_file_beginsWithAByteOrderMark() throws IOException {
        Path data =
                TargetBundle.write(Target.AZURE, folder, "data", List.of(PLAIN)).data();
        assertThat(Files.readString(data)).startsWith("\uFEFF{");
        assertThat(Dataset.builder("d").add(data).build().size()).isEqualTo(1);
    }

    @Test
    void configurations_nameTheDataFile() throws IOException {
        TargetBundle factory = TargetBundle.write(Target.LLAMA_FACTORY, folder, "data", List.of(PLAIN, CALLING));
        var info = DatasetInfo.readAll(factory.configuration().orElseThrow())
                .values()
                .iterator()
                .next();
        assertThat(info.fileName()).isEqualTo(factory.data().getFileName().toString());
        Dataset back =
                Dataset.builder("d").addJsonLines(factory.data(), info.format()).build();
        assertThat(back.rejected()).isEmpty();
        assertThat(back.examples().get(0).messages()).isEqualTo(PLAIN.messages());

        TargetBundle axolotl = TargetBundle.write(Target.AXOLOTL, folder, "data", List.of(PLAIN));
        assertThat(Files.readString(axolotl.configuration().orElseThrow()))
                .contains("type: chat_template")
                .contains(axolotl.data().getFileName().toString());
    }

    @Test
    void mistralClassifier_label_comesBack() throws IOException {
        Target target = Target.mistralClassifier("intent");
        Example example = ChatExample.of(Message.user("q"), Message.assistant("card_arrival"));
        Path data = TargetBundle.write(target, folder, "data", List.of(example)).data();
        assertThat(Files.readString(data)).isEqualTo("{\"text\":\"q\",\"labels\":{\"intent\":\"card_arrival\"}}\n");
        Dataset back = Dataset.builder("d").addJsonLines(data, target.format()).build();
        assertThat(back.examples().get(0).messages()).isEqualTo(example.messages());
    }
}
