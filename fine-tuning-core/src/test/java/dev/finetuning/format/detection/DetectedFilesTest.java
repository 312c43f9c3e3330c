package dev.finetuning.format.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.finetuning.dataset.Dataset;
import dev.finetuning.dataset.RejectLimit;
import dev.finetuning.example.Example;
import dev.finetuning.format.PlainText;
import dev.finetuning.source.UnreadableSourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files under names that tell nothing, read as what they hold. */
class DetectedFilesTest {
    private static final String TURN =
            "{\"role\":\"user\",\"content\":\"q\"},{\"role\":\"assistant\",\"content\":\"a\"}";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"messages\":[" + TURN + "]}",
                "[{\"messages\":[" + TURN + "]}]",
                "{\"conversations\":[" + TURN + "]}",
                "{\"conversations\":[{\"from\":\"human\",\"value\":\"q\"},{\"from\":\"gpt\",\"value\":\"a\"}]}",
                "{\"prompt\":\"q\",\"completion\":\"a\"}",
                "{\"question\":\"q\",\"answer\":\"a\"}",
                "{\"Input\":\"q\",\"Output\":\"a\"}",
                "{\"text\":\"q\",\"label\":\"a\"}",
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"q\"}]},{\"role\":\"model\",\"parts\":[{\"text\":\"a\"}]}]}",
                "Question,Answer\nq,a",
                "sep=;\nquestion;answer\nq;a",
                "garbage\n{\"messages\":[" + TURN + "]}"
            })
    void add_file_givesTheTurn(String content) throws IOException {
        Dataset dataset = Dataset.builder("any")
                .rejectLimit(RejectLimit.none())
                .add(file(content))
                .build();

        assertThat(dataset).singleElement().extracting(Example::messages).satisfies(messages -> {
            assertThat(messages).hasSize(2);
            assertThat(messages.get(0).text()).isEqualTo("q");
            assertThat(messages.get(1).text()).isEqualTo("a");
        });
    }

    @Test
    void detect_numberedLabels_areAnswersAndCategories() throws IOException {
        Dataset dataset = Dataset.builder("any")
                .add(file("{\"text\":\"q\",\"label\":11}\n{\"text\":\"r\",\"label\":12}"))
                .build();

        assertThat(dataset).extracting(example -> example.info().category()).containsExactly("11", "12");
        assertThat(dataset)
                .extracting(example -> example.messages().get(1).text())
                .containsExactly("11", "12");
    }

    @Test
    void detect_textWithoutLabels_isPlainText() throws IOException {
        assertThat(FormatDetection.of(file("{\"text\":\"q\",\"source\":\"web\"}"))
                        .format())
                .isEqualTo(PlainText.format());
    }

    @Test
    void detect_brokenRecordsOverSeveralLines_namesTheLineAndTheRemedy() throws IOException {
        Path file = file("""
                {
                  "messages": [
                    {"role": "user", "content": "q"},
                    {"role": "assistant", "content": "a",}
                  ]
                }
                """);

        assertThatThrownBy(() -> FormatDetection.of(file))
                .isInstanceOfSatisfying(
                        UnreadableSourceException.class,
                        e -> assertThat(e.line()).isEqualTo(1))
                .hasMessageContaining("Every line must hold one whole record.");
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("data"), content + "\n");
    }
}
